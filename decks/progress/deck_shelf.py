"""A person's decks beside those that they study: put away, removed, left alone, and
those that a group of theirs has."""

import dataclasses
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, Subquery

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.models import GroupDeck, StudyGroup
from decks.study.models import Enrolment

SHARED_SHOWN = 50
"""So many decks that groups have are listed at once; their pages have all."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """By title: own decks that one does not study, own archived ones, and those of
    others that one studied and removed."""

    idle: list[Deck]
    archived: list[Deck]
    removed: list[Deck]


def shelf_of(user: User, *, beside: Collection[int]) -> Shelf:
    """The decks that are not among these (by id). One statement."""
    studied = Enrolment.objects.filter(user=user, deck=OuterRef("pk"))
    known = Q(owner=user) | Q(Exists(studied))
    readable = Deck.objects.readable_by(user).filter(known).exclude(pk__in=beside)
    decks = list(readable.order_by("title", "pk"))
    own = [deck for deck in decks if deck.owner_id == user.pk]
    return Shelf(
        idle=[deck for deck in own if deck.archived_at is None],
        archived=[deck for deck in own if deck.archived_at is not None],
        removed=[deck for deck in decks if deck.owner_id != user.pk],
    )


def shared_with_me(user: User) -> list[Deck]:
    """Decks of others that a group of theirs has and that they never took up, by title.

    Each with `group_name`, of the first such group; at most one more than SHARED_SHOWN.
    One statement.
    """
    mine = StudyGroup.objects.of(user)
    shares = GroupDeck.objects.filter(deck=OuterRef("pk"), group__in=mine)
    first = shares.order_by("group__name", "group_id")
    taken_up = Enrolment.objects.filter(user=user, deck=OuterRef("pk"))
    theirs = Q(owner=None) | ~Q(owner=user)
    decks = Deck.objects.filter(theirs, Exists(shares), ~Exists(taken_up))
    named = decks.filter(deleted_at=None).annotate(
        group_name=Subquery(first.values("group__name")[:1]),
    )
    return list(named.order_by("title", "pk")[: SHARED_SHOWN + 1])
