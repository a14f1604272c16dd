"""A deck's cards changed: its groups read of it, its learners there are told."""

import datetime as dt

from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.events import EventKind, note_of_deck
from decks.groups.models import Membership
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.study.models import Enrolment


def deck_changed(
    deck_id: int,
    *,
    by: User | None,
    now: dt.datetime,
    kind: EventKind = EventKind.CHANGED,
) -> None:
    """Write it down in each group and tell the members who study the deck.

    One statement for a deck that no group has.
    """
    group_ids = note_of_deck(deck_id, kind, actor=by, now=now)
    if not group_ids:
        return
    title = Deck.objects.values_list("title", flat=True).get(pk=deck_id)
    tell(
        _learners(deck_id, group_ids),
        NoticeKind.CHANGED,
        about=f"deck {deck_id}",
        words=f"changed cards in {title}",
        path=reverse("deck", args=[deck_id]),
        actor=by,
        now=now,
    )


def _learners(deck_id: int, group_ids: list[int]) -> list[int]:
    """Members of these groups who have the deck among theirs."""
    inside = Membership.objects.filter(group__in=group_ids).values("user")
    learners = Enrolment.objects.filter(deck=deck_id, archived_at=None)
    return list(learners.filter(user__in=inside).values_list("user_id", flat=True))
