"""What happened in a group, written down as it happens."""

import datetime as dt

from django.db import models
from django.db.models import F

from decks.accounts.models import User
from decks.groups.models import GroupEvent

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
    CHANGED = "changed", "Cards changed"
    SUGGESTED = "suggested", "Suggested"
    ACCEPTED = "accepted", "Suggestion accepted"
    COMMENTED = "commented", "Commented"
    EXAM = "exam", "Exam date set"


_COUNTED = {EventKind.CHANGED, EventKind.SUGGESTED, EventKind.COMMENTED}


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
    """Write a line; cards changed, suggestions and comments again raise the last one.

    One or two statements.
    """
    line = {
        "group_id": group_id,
        "kind": kind,
        "actor": actor,
        "person_id": person_id,
        "deck_id": deck_id,
    }
    if kind in _COUNTED:
        latest = GroupEvent.objects.filter(
            **line, happened_at__gt=now - SHARED_LINE
        ).values("pk")[:1]
        raised = GroupEvent.objects.filter(pk__in=latest)
        if raised.update(count=F("count") + 1, happened_at=now):
            return
    GroupEvent.objects.create(**line, words=words[:300], happened_at=now)
