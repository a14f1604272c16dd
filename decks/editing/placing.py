"""A card's place in its deck.

Places are numbers with gaps where cards went. A card moves to another place by taking
the numbers that lie between: as few rows are written as lie between both places. All of
it happens under the deck's lock, and says where by naming another card, so that two
who order the same deck come one after the other and each move holds.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from decks.cards.models import Card
from decks.cards.writing import lock_deck

Row = tuple[int, int]
"""A card's id and its position."""


@transaction.atomic
def place_after(deck_id: int, card_id: int, other_id: int) -> bool:
    """Put a card right after another one; whether both are (still) in this deck."""
    return _place(deck_id, card_id, other_id, is_after=True)


@transaction.atomic
def place_before(deck_id: int, card_id: int, other_id: int) -> bool:
    """Put a card right before another one; whether both are (still) in this deck."""
    return _place(deck_id, card_id, other_id, is_after=False)


@transaction.atomic
def place_at(deck_id: int, card_id: int, number: int) -> int | None:
    """Make a card the deck's `number`th, from 1; its number then, at most the last.

    None where the card is not (any more) in this deck.
    """
    lock_deck(deck_id)
    rows = _rows(deck_id)
    old = _index(rows, card_id)
    if old is None:
        return None
    new = min(max(number, 1), len(rows)) - 1
    _shift(rows, old, new)
    return new + 1


@transaction.atomic
def step(deck_id: int, card_id: int, by: int) -> int | None:
    """Move a card so many places down (up where negative); its number then.

    None where the card is not (any more) in this deck.
    """
    lock_deck(deck_id)
    rows = _rows(deck_id)
    old = _index(rows, card_id)
    if old is None:
        return None
    new = min(max(old + by, 0), len(rows) - 1)
    _shift(rows, old, new)
    return new + 1


def number_of(card: Card) -> int:
    """Which card of its deck it is, from 1. One statement."""
    here = Card.objects.filter(deck=card.deck_id, position__lte=card.position)
    before = here.exclude(position=card.position, pk__gte=card.pk)
    return before.count() + 1


def _place(deck_id: int, card_id: int, other_id: int, *, is_after: bool) -> bool:
    lock_deck(deck_id)
    rows = _rows(deck_id)
    old, other = _index(rows, card_id), _index(rows, other_id)
    if old is None or other is None:
        return False
    if old != other:
        # Where the card stands before the other one, that one moves up by one.
        _shift(rows, old, other + is_after - (old < other))
    return True


def _rows(deck_id: int) -> list[Row]:
    """All places of the deck in order: for 10,000 cards an index alone is read."""
    cards = Card.objects.filter(deck=deck_id).in_deck_order()
    return list(cards.values_list("pk", "position"))


def _index(rows: Sequence[Row], card_id: int) -> int | None:
    ids = [row[0] for row in rows]
    return ids.index(card_id) if card_id in ids else None


def _shift(rows: Sequence[Row], old: int, new: int) -> None:
    """Write the places that change when the row at `old` goes to `new`."""
    order = list(rows)
    order.insert(new, order.pop(old))
    first = min(old, new)
    # The places in between are dealt out anew; equal ones (they were told apart by age)
    # are pushed apart, as far as that reaches.
    slots = [position for _, position in rows]
    changed: dict[int, int] = {}
    last = slots[first - 1] if first else 0
    for index in range(first, len(order)):
        card_id, position = order[index]
        wanted = max(slots[index], last + 1)
        if index > max(old, new) and position > last:
            break
        if wanted != position:
            changed[card_id] = wanted
        last = wanted
    _write(changed)


_PLACE = """
    UPDATE decks_card AS c SET position = o.position
    FROM unnest(%s::bigint[], %s::bigint[]) AS o(id, position) WHERE o.id = c.id
"""


def _write(places: dict[int, int]) -> None:
    if places:
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, [list(places), list(places.values())])
