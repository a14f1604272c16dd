"""What happened in a group, written down as it happens."""

import datetime as dt
from typing import Any

from django.db import connection, models

from decks.accounts.models import User
from decks.groups.models import GroupDeck, GroupEvent

SHARED_LINE = dt.timedelta(hours=1)
"""The same done by the same person within so long stands on one line."""


class EventKind(models.TextChoices):
    """Kinds of lines; the page has the words (`templates/groups/_event.html`)."""

    CREATED = "created", "Created"
    RENAMED = "renamed", "Renamed"
    JOINED = "joined", "Joined"
    LEFT = "left", "Left"
    REMOVED = "removed", "Removed"
    ROLE = "role", "Role changed"
    SHARED = "shared", "Deck shared"
    UNSHARED = "unshared", "Deck no longer shared"
    TAKEN_DOWN = "taken_down", "Deck taken down"
    CHANGED = "changed", "Cards changed"
    SUGGESTED = "suggested", "Suggested"
    ACCEPTED = "accepted", "Suggestion accepted"
    COMMENTED = "commented", "Commented"
    EXAM = "exam", "Exam date set"


def note_event(
    group_id: int,
    kind: EventKind,
    *,
    actor: User | None,
    now: dt.datetime,
    person_id: int | None = None,
    deck_id: int | None = None,
    words: str = "",
) -> None:
    """Write a line. One statement."""
    GroupEvent.objects.create(
        group_id=group_id,
        kind=kind,
        actor=actor,
        person_id=person_id,
        deck_id=deck_id,
        words=words[:300],
        happened_at=now,
    )


def note_of_deck(
    deck_id: int, kind: EventKind, *, actor: User | None, now: dt.datetime
) -> list[int]:
    """Write a line in each group that has the deck; the ids of these groups.

    The same by the same person within SHARED_LINE raises the line that is there. One
    statement for a deck that no group has, else three, however many groups.
    """
    shares = GroupDeck.objects.filter(deck=deck_id)
    group_ids = list(shares.values_list("group_id", flat=True))
    if not group_ids:
        return []
    raised = _raise_lines(group_ids, deck_id, kind, actor=actor, now=now)
    line = {"kind": kind, "actor": actor, "deck_id": deck_id, "happened_at": now}
    GroupEvent.objects.bulk_create(
        GroupEvent(group_id=group_id, **line)
        for group_id in group_ids
        if group_id not in raised
    )
    return group_ids


_RAISE = """
    UPDATE decks_groupevent AS v SET count = v.count + 1, happened_at = %(now)s
    WHERE v.id IN (
        SELECT DISTINCT ON (o.group_id) o.id FROM decks_groupevent o
        WHERE o.group_id = ANY(%(groups)s) AND o.happened_at > %(since)s
            AND o.deck_id = %(deck)s AND o.kind = %(kind)s
            AND o.actor_id IS NOT DISTINCT FROM %(actor)s::bigint
        ORDER BY o.group_id, o.happened_at DESC
    )
    RETURNING v.group_id
"""


def _raise_lines(
    group_ids: list[int],
    deck_id: int,
    kind: EventKind,
    *,
    actor: User | None,
    now: dt.datetime,
) -> set[int]:
    """Count once more on the groups' latest such lines; the groups that had one."""
    given: dict[str, Any] = {
        "groups": group_ids,
        "deck": deck_id,
        "kind": kind.value,
        "actor": None if actor is None else actor.pk,
        "now": now,
        "since": now - SHARED_LINE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, given)
        return {row[0] for row in cursor.fetchall()}
