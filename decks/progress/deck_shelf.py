"""A person's decks beside those that they study: put away, removed, left alone."""

import dataclasses
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.study.models import Enrolment


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
