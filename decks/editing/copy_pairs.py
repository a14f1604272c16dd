"""Pairs of cards of a deck that look like copies: found, kept as rows, asked about.

A pair is looked at again only when one of its cards changed. Two cards that somebody
kept both are asked about again only when they have become the same, but for capitals
and spacing; when they are no longer alike that is forgotten.
"""

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping
from operator import itemgetter

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from decks.cards.copies import Sides, are_copies, find_copies, say_the_same
from decks.cards.models import Card, Deck
from decks.cards.writing import ROWS_A_STATEMENT, lock_deck
from decks.editing.models import LikelyCopy

AT_ONCE_CARDS_MAX = 1_000
AT_ONCE_CHARACTERS_MAX = 500_000
"""Decks up to this size are checked with every change."""

PAIRS_PER_CARD_MAX = 2
"""A card is asked about beside so many earlier ones."""

CLOCKS_DIFFER = dt.timedelta(minutes=1)
"""What was saved so shortly before a check began may have been missed by it."""

Pair = tuple[int, int]
"""Ids of two cards, the later one in the deck first."""


def waiting_pairs(deck: Deck) -> QuerySet[LikelyCopy]:
    """Pairs that nobody has decided on, in deck order."""
    return _pairs_in(deck).filter(kept_at=None)


def kept_pairs(deck: Deck) -> QuerySet[LikelyCopy]:
    """Pairs that were kept both, in deck order."""
    return _pairs_in(deck).exclude(kept_at=None)


def _pairs_in(deck: Deck) -> QuerySet[LikelyCopy]:
    """Both cards lie here: pairs of deleted cards wait in case they come back.

    Where each lies is looked up by its key. As a join it is a matter of luck: with old
    statistics the deck's cards are read for every pair.
    """
    pairs = LikelyCopy.objects.filter(deck=deck).alias(
        later_deck=_of_card("later", "deck_id"),
        earlier_deck=_of_card("earlier", "deck_id"),
    )
    return pairs.filter(later_deck=deck.pk, earlier_deck=deck.pk).order_by(
        _of_card("later", "position"),
        "later_id",
        _of_card("earlier", "position"),
        "pk",
    )


def _of_card(name: str, column: str) -> Subquery:
    return Subquery(Card.objects.filter(pk=OuterRef(name)).values(column))


def waiting_count(deck: Deck) -> int:
    """How many cards look like copies of another one in the deck. One statement."""
    waiting = waiting_pairs(deck).order_by()
    return waiting.values("later").distinct().count()


def keep_both(pair: LikelyCopy, *, now: dt.datetime) -> None:
    """Remember that these two are meant to be two. One statement."""
    LikelyCopy.objects.filter(pk=pair.pk, kept_at=None).update(kept_at=now)


def ask_again(pair: LikelyCopy) -> None:
    """Let the pair wait for a decision again. One statement."""
    LikelyCopy.objects.filter(pk=pair.pk).update(kept_at=None)


def after_change(deck_id: int, now: dt.datetime) -> bool:
    """Look for copies after cards were changed, if the deck is small enough for it.

    For whoever has saved cards, after the transaction. Returns whether the deck was
    checked: a larger one is after an import (`check_copies`) or when somebody asks.
    """
    is_small = _is_small(deck_id)
    if is_small:
        check_copies(deck_id, now)
    return is_small


def _is_small(deck_id: int) -> bool:
    count = Deck.objects.values_list("card_count", flat=True).get(pk=deck_id)
    if count > AT_ONCE_CARDS_MAX:
        return False
    length = Sum(Length("question") + Length("answer"))
    found = Card.objects.filter(deck_id=deck_id).aggregate(characters=length)
    return (found["characters"] or 0) <= AT_ONCE_CHARACTERS_MAX


def check_copies(deck_id: int, now: dt.datetime) -> int:
    """Compare the cards that changed since the last check with all; how many did.

    A deck's first check, and the next one after cards came from another deck, compares
    all: some seconds for 10,000 cards. Nothing is locked meanwhile; what is saved while
    it runs is left to the next check. Raises Deck.DoesNotExist.
    """
    read = _read(Deck.objects.get(pk=deck_id))
    compared = _compared(read, LikelyCopy.objects.filter(deck=deck_id))
    _store(deck_id, read, compared, now=now)
    return len(read.changed)


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    """A deck's cards as they were read: sides and when they last changed, by id in deck
    order; the ids of those that changed since the last check (or all)."""

    sides: dict[int, Sides]
    changed_at: dict[int, dt.datetime | None]
    changed: frozenset[int]


def _read(deck: Deck) -> _Read:
    cards = Card.objects.filter(deck=deck).in_deck_order()
    rows = list(
        cards.values_list("pk", "question", "answer", "text_changed_at", "created_at")
    )
    since = deck.copies_checked_at and deck.copies_checked_at - CLOCKS_DIFFER
    return _Read(
        sides={row[0]: (row[1], row[2]) for row in rows},
        changed_at={row[0]: row[3] for row in rows},
        changed=frozenset(
            pk for pk, _, _, at, made_at in rows if _is_since(since, at, made_at)
        ),
    )


def _is_since(
    since: dt.datetime | None, changed_at: dt.datetime | None, created_at: dt.datetime
) -> bool:
    return since is None or max(changed_at or created_at, created_at) >= since


@dataclasses.dataclass(frozen=True, slots=True)
class _Compared:
    """What a check comes to: pairs to add, rows to forget, rows to ask about again."""

    new: list[Pair]
    gone: list[LikelyCopy]
    reopened: list[LikelyCopy]


def _compared(read: _Read, known: QuerySet[LikelyCopy]) -> _Compared:
    if not read.changed:
        return _Compared([], [], [])
    found = {frozenset(pair): pair for pair in _found(read)}
    rows = {frozenset((row.later_id, row.earlier_id)): row for row in known}
    judged = {
        ids: row
        for ids, row in rows.items()
        if ids & read.changed and ids <= read.sides.keys()
    }
    return _Compared(
        new=[pair for ids, pair in found.items() if ids not in rows],
        gone=[
            row
            for ids, row in judged.items()
            if ids not in found and not are_copies(*_sides_of(row, read))
        ],
        reopened=[row for row in judged.values() if _became_the_same(row, read)],
    )


def _found(read: _Read) -> Iterator[Pair]:
    """Pairs with a changed card; of each card beside the earliest."""
    ids, sides = list(read.sides), list(read.sides.values())
    if len(read.changed) == len(ids):
        places = find_copies(sides)
    else:
        changed = [place for place, pk in enumerate(ids) if pk in read.changed]
        places = find_copies(sides, changed)
    for later, of_card in itertools.groupby(places, itemgetter(0)):
        for _, earlier in itertools.islice(of_card, PAIRS_PER_CARD_MAX):
            yield ids[later], ids[earlier]


def _sides_of(row: LikelyCopy, read: _Read) -> tuple[Sides, Sides]:
    return read.sides[row.later_id], read.sides[row.earlier_id]


def _became_the_same(row: LikelyCopy, read: _Read) -> bool:
    """Whether a change since the two were kept made them say the same."""
    moments = read.changed_at[row.later_id], read.changed_at[row.earlier_id]
    kept_at = row.kept_at
    if kept_at is None or not any(at and at > kept_at for at in moments):
        return False
    return say_the_same(*_sides_of(row, read))


@transaction.atomic
def _store(deck_id: int, read: _Read, compared: _Compared, *, now: dt.datetime) -> None:
    """Write down what was found of cards that still are as they were read."""
    lock_deck(deck_id)
    cards = Card.objects.filter(deck=deck_id).values_list("pk", "text_changed_at")
    present = dict(cards)
    is_settled = functools.partial(_is_settled, read.changed_at, present)
    gone = [row.pk for row in compared.gone if is_settled(row.later_id, row.earlier_id)]
    LikelyCopy.objects.filter(pk__in=gone).delete()
    for row in compared.reopened:
        if is_settled(row.later_id, row.earlier_id):
            ask_again(row)
    LikelyCopy.objects.bulk_create(
        [
            LikelyCopy(deck_id=deck_id, later_id=later, earlier_id=earlier)
            for later, earlier in compared.new
            if is_settled(later, earlier)
        ],
        batch_size=ROWS_A_STATEMENT,
        ignore_conflicts=True,
    )
    # A card that came from elsewhere meanwhile has no date to be known by.
    came = present.keys() - read.sides.keys()
    Deck.objects.filter(pk=deck_id).update(copies_checked_at=None if came else now)


_Moments = Mapping[int, dt.datetime | None]


def _is_settled(read: _Moments, present: _Moments, *card_ids: int) -> bool:
    """Whether these cards are here and say what they said when they were read."""
    return all(
        card_id in present and present[card_id] == read[card_id] for card_id in card_ids
    )
