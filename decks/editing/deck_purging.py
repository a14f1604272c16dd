"""What was deleted too long ago to come back: its texts go for good.

Cards that nobody ever rated, marked or noted go altogether, with their deck. Of the
others the row stays, without a word on it: learners' logs and day counters name it, and
neither their history nor their streak is anybody else's to delete.
"""

import dataclasses
import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from decks.cards.counting import recount
from decks.cards.models import (
    RESTORABLE_DAYS,
    Card,
    CardVersion,
    Deck,
    DeckReader,
    new_link_key,
)
from decks.cards.ownership import BUILT_IN
from decks.cards.searching import forget_words
from decks.editing.models import LikelyCopy
from decks.study.models import CardNote, DayCounter, Review, ReviewState

CARDS_A_RUN = 10_000
_CARDS_AT_ONCE = 1000
_DECKS_A_RUN = 1000

_EMPTY = Q(question="", answer="", tags=[], source_key="")
_NAMELESS = Q(title="", description="", owner=None)


@dataclasses.dataclass(frozen=True, slots=True)
class Purged:
    """How many cards and decks lost their words, and whether some are left to do."""

    card_count: int
    deck_count: int
    is_complete: bool


def purge_deleted(*, now: dt.datetime, most_cards: int = CARDS_A_RUN) -> Purged:
    """Remove for good what was deleted more than RESTORABLE_DAYS ago.

    At most so many cards, a thousand in each transaction: what is left is for the next
    run. Done twice is done once. Words that stood on these cards alone are forgotten by
    search too (20 s at a million cards, where any card lost its words).
    """
    purged = _purge(now, most_cards)
    if purged.card_count:
        forget_words()
    return purged


def _purge(now: dt.datetime, most_cards: int) -> Purged:
    limit = now - dt.timedelta(days=RESTORABLE_DAYS)
    card_count = 0
    while card_count < most_cards:
        done = _purge_cards(limit)
        if not done:
            return Purged(card_count, _purge_decks(limit), is_complete=True)
        card_count += done
    return Purged(card_count, 0, is_complete=False)


def _expired_decks(limit: dt.datetime) -> QuerySet[Deck]:
    """Deleted decks; and the trash of these, which goes with them."""
    deck_went = Q(trash_of=None, deleted_at__lte=limit)
    went = Deck.objects.filter(deck_went | Q(trash_of__deleted_at__lte=limit))
    # What ships with the program has no words to hide, and must not come back anew.
    return went.exclude(source_key__startswith=BUILT_IN)


def _expired_cards(limit: dt.datetime) -> QuerySet[Card]:
    """Cards of expired decks, and those that went into a trash by themselves.

    Looked for in deleted decks only: of all cards these are few.
    """
    closed = Deck.objects.filter(deleted_at__isnull=False)
    expired = Q(deck__in=_expired_decks(limit)) | Q(deleted_at__lte=limit)
    return Card.objects.filter(expired, deck__in=closed)


@transaction.atomic
def _purge_cards(limit: dt.datetime) -> int:
    """The next thousand that still have words; how many there were."""
    found = _expired_cards(limit).exclude(_EMPTY).order_by("pk")
    held = found.select_for_update(of=("self",), no_key=True)
    places = dict(held.values_list("pk", "deck_id")[:_CARDS_AT_ONCE])
    card_ids = list(places)
    cards = Card.objects.filter(pk__in=card_ids)
    LikelyCopy.objects.filter(Q(later__in=card_ids) | Q(earlier__in=card_ids)).delete()
    CardVersion.objects.filter(card__in=card_ids).delete()
    cards.exclude(_of_somebody()).delete()
    cards.update(question="", answer="", tags=[], source_key="", written_by=None)
    recount(set(places.values()))
    return len(card_ids)


def _of_somebody() -> Q:
    """Cards that stand in some learner's rows."""
    known = (
        Exists(model.objects.filter(card=OuterRef("pk")))
        for model in (Review, ReviewState, CardNote)
    )
    return Q(next(known)) | Q(next(known)) | Q(next(known))


def _purge_decks(limit: dt.datetime) -> int:
    """Expired decks, whose cards went before: the row too, unless learners need it."""
    found = _expired_decks(limit).exclude(_NAMELESS).order_by("pk")
    return sum(
        _purge_deck(pk) for pk in found.values_list("pk", flat=True)[:_DECKS_A_RUN]
    )


@transaction.atomic
def _purge_deck(deck_id: int) -> int:
    """One deck; 0 where it is gone or its owner brought it back at the last moment."""
    held = Deck.objects.select_for_update().filter(pk=deck_id, deleted_at__isnull=False)
    deck = held.first()
    if deck is None:
        return 0
    DeckReader.objects.filter(deck=deck).delete()
    if _is_named_by_learners(deck):
        Deck.objects.filter(pk=deck.pk).update(
            title="",
            description="",
            owner=None,
            source_key="",
            copied_from=None,
            copied_from_words="",
            link_key=new_link_key(),
        )
    else:
        deck.delete()
    return 1


def _is_named_by_learners(deck: Deck) -> bool:
    """Whether something of a learner's would go with the deck's row."""
    both = Q(deck=deck) | Q(deck__trash_of=deck)
    return any(
        model.objects.filter(both).exists() for model in (Card, DayCounter, ReviewState)
    )
