"""Decks that are deleted, and brought back as they were.

Nothing but `deleted_at` is touched: for RESTORABLE_DAYS the deck is there for nobody,
and then, if its owner wants it so, for everybody as before.
"""

import dataclasses
import datetime as dt

from django.db.models import Sum

from decks.accounts.models import User
from decks.cards.models import RESTORABLE_DAYS, Deck
from decks.cards.querysets import DeckQuerySet
from decks.groups.sharing import member_count_beside, outside_its_groups
from decks.study.models import DayCounter, Enrolment

_LEVELS = [f"level_{level}" for level in range(1, 6)]


@dataclasses.dataclass(frozen=True, slots=True)
class TakenAlong:
    """What goes with a deck: others who study it and how often they rated its cards.

    Of those in a group that has it only how many there are is said (`member_count`):
    what they study may be known by name, and is theirs to show.
    """

    learner_count: int
    rating_count: int
    member_count: int = 0


def taken_along(deck: Deck, user: User) -> TakenAlong:
    """What deleting the deck means to others than this user. Up to three statements.

    A private deck is reached by its groups alone: whoever left them lost it before.
    """
    members = member_count_beside(deck.pk, user)
    if deck.visibility == Deck.Visibility.PRIVATE:
        return TakenAlong(0, 0, members)
    learners = Enrolment.objects.filter(deck=deck, archived_at=None).exclude(user=user)
    days = DayCounter.objects.filter(deck=deck).exclude(user=user)
    if deck.first_shared_at is not None:
        # Of whoever left a group since, the difference would tell.
        days = days.none()
    sums = outside_its_groups(days, deck.pk).aggregate(
        **{name: Sum(name) for name in _LEVELS}
    )
    return TakenAlong(
        outside_its_groups(learners, deck.pk).count(),
        sum(count or 0 for count in sums.values()),
        members,
    )


def delete_deck(deck_id: int, *, now: dt.datetime) -> bool:
    """Take the deck away from everybody; False where it was deleted before."""
    there = Deck.objects.filter(pk=deck_id, deleted_at=None)
    return bool(there.update(deleted_at=now))


def restorable(user: User, *, now: dt.datetime) -> DeckQuerySet:
    """The user's deleted decks that can still be brought back, the latest first."""
    since = now - dt.timedelta(days=RESTORABLE_DAYS)
    gone = Deck.objects.restorable_by(user).filter(deleted_at__gt=since)
    return gone.order_by("-deleted_at", "-pk")


def restorable_until(deck: Deck) -> dt.datetime:
    """When the deleted deck is removed for good."""
    assert deck.deleted_at is not None  # noqa: S101  (callers hold a deleted one)
    return deck.deleted_at + dt.timedelta(days=RESTORABLE_DAYS)


def restore_deck(deck: Deck) -> bool:
    """Give it back to everybody as it was; False where that was done before."""
    gone = Deck.objects.filter(pk=deck.pk, deleted_at__isnull=False)
    return bool(gone.update(deleted_at=None))
