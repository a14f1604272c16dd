"""Cards that go from one deck to another, into its trash, and back: learners follow.

A card that moves takes along every learner's state (the marks are part of it) and what
it counts for on their enrolments. The log stays as it is: it names the deck in which
each rating was given, and the day counters are its sums.

Whoever calls this asks before whether the decks may be edited. Rows are locked in the
house's order: decks (the lower id first), cards, states, enrolments. A rating that is
on its way for one of the cards is waited for and counted.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from decks.cards.counting import recount
from decks.cards.models import RESTORABLE_DAYS, Card, Deck
from decks.cards.writing import lock_deck
from decks.editing.models import LikelyCopy
from decks.editing.move_statements import (
    ADD_COUNTS,
    HOLD_ENROLMENTS,
    HOLD_STATES,
    MOVE_STATES,
    MOVE_SUGGESTIONS,
    PLACE_AT_END,
)


@transaction.atomic
def move_cards(card_ids: Collection[int], to_deck_id: int, *, now: dt.datetime) -> int:
    """Put cards of any decks at the end of this one, in the order they had; how many.

    Cards that lie there already stay where they are; those that are gone, or lie in the
    trash, are passed over. The trash of a deck is no place to move to. About 15
    statements, however many cards. Raises Deck.DoesNotExist.
    """
    from_ids = set(_live(card_ids).values_list("deck_id", flat=True))
    decks = _locked(from_ids | {to_deck_id})
    to_deck = decks[to_deck_id]
    cards = _live(card_ids).filter(deck__in=from_ids - {to_deck_id})
    moving = _locked_ids(cards)
    if not moving:
        return 0
    _forget_pairs(moving)
    last = to_deck.cards.aggregate(last=Max("position"))["last"] or 0
    given = {"cards": moving, "deck": to_deck_id, "last": last}
    _execute(PLACE_AT_END, given)
    _execute(MOVE_SUGGESTIONS, given)
    _follow(moving, to_deck_id)
    _note_origin(decks, to_deck)
    _count(decks, now)
    return len(moving)


def _note_origin(decks: dict[int, Deck], to_deck: Deck) -> None:
    """What came in was never compared with what lies here; and where a group ever had
    the cards, its members' study is no more to be read here than there
    (`groups.sharing.is_shared`)."""
    shared = [d.first_shared_at for d in decks.values() if d.first_shared_at]
    since = to_deck.first_shared_at or min(shared, default=None)
    here = Deck.objects.filter(pk=to_deck.pk)
    here.update(copies_checked_at=None, first_shared_at=since)


@transaction.atomic
def delete_cards(
    deck_id: int, card_ids: Collection[int], *, now: dt.datetime
) -> dt.datetime:
    """Put these cards of a deck into its trash; with this moment they are asked back.

    They keep their places and what everyone learned of them. Cards that are not in this
    deck (any more) are passed over, so that deleting twice is deleting once. About 15
    statements. Raises Deck.DoesNotExist.
    """
    deck = lock_deck(deck_id)
    moving = _locked_ids(deck.cards.filter(pk__in=card_ids))
    if moving:
        trash = _trash_of(deck, now)
        Card.objects.filter(pk__in=moving).update(deck=trash, deleted_at=now)
        _follow(moving, trash.pk)
        _count([deck_id, trash.pk], now)
    return now


@transaction.atomic
def restore_cards(deck_id: int, deleted_at: dt.datetime, *, now: dt.datetime) -> int:
    """Bring back what was deleted from a deck at this moment; how many cards came.

    They come to the places they had, with what everyone had learned of them. Asked
    twice, the second finds nothing, as after RESTORABLE_DAYS. About 15 statements.
    Raises Deck.DoesNotExist.
    """
    deck = lock_deck(deck_id)
    trash = Deck.objects.select_for_update(no_key=True).filter(trash_of=deck).first()
    if trash is None or deleted_at <= now - dt.timedelta(days=RESTORABLE_DAYS):
        return 0
    moving = _locked_ids(trash.cards.filter(deleted_at=deleted_at))
    if moving:
        Card.objects.filter(pk__in=moving).update(deck=deck, deleted_at=None)
        _follow(moving, deck_id)
        # Nor were these with what was written meanwhile.
        Deck.objects.filter(pk=deck_id).update(copies_checked_at=None)
        _count([deck_id, trash.pk], now)
    return len(moving)


def _live(card_ids: Collection[int]) -> Any:
    return Card.objects.filter(pk__in=card_ids, deleted_at=None)


def _locked(deck_ids: Iterable[int]) -> dict[int, Deck]:
    return {deck_id: lock_deck(deck_id) for deck_id in sorted(deck_ids)}


def _locked_ids(cards: Any) -> list[int]:
    """The ids of cards, whose rows are held so that no rating of them begins."""
    held = cards.order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(held.values_list("pk", flat=True))


def _trash_of(deck: Deck, now: dt.datetime) -> Deck:
    """What holds the deck's deleted cards, made on demand; locked."""
    trash, _ = Deck.objects.get_or_create(
        trash_of=deck,
        defaults={"title": f"Deleted from {deck.title}"[:200], "deleted_at": now},
    )
    return lock_deck(trash.pk)


def _follow(card_ids: list[int], deck_id: int) -> None:
    """Learners' states and counts go where the cards went. Five statements."""
    given = {"cards": card_ids, "deck": deck_id}
    rows = _execute(HOLD_STATES, given)
    decks = [row[0] for row in rows]
    if not decks:
        return
    _execute(HOLD_ENROLMENTS, given | {"decks": [*decks, deck_id]})
    _execute(ADD_COUNTS, given | {"sign": -1})
    _execute(MOVE_STATES, given)
    _execute(ADD_COUNTS, given | {"sign": 1})


def _forget_pairs(card_ids: list[int]) -> None:
    """Two cards are copies only within one deck."""
    LikelyCopy.objects.filter(later__in=card_ids).delete()
    LikelyCopy.objects.filter(earlier__in=card_ids).delete()


def _count(deck_ids: Iterable[int], now: dt.datetime) -> None:
    recount(deck_ids)
    Deck.objects.filter(pk__in=list(deck_ids)).update(updated_at=now)


def _execute(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall() if cursor.description else []
