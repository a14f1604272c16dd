"""A plan carried out: what an import writes into a deck, page and command alike.

Whoever calls this holds the deck's row. Cards that are written are held from then on:
whoever rates one of them for the first time waits for the transaction's end.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from decks.cards.models import Card, Deck
from decks.cards.writing import Pen, Sides, Tell, add_cards, write_texts
from decks.editing.moving import delete_cards
from decks.transfer.card_keys import keys_of
from decks.transfer.formats.parsed import ParsedCard, ParsedDeck
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Plan


def known_cards(deck: Deck, parsed: ParsedDeck) -> list[KnownCard]:
    """The deck's cards in order; with the names they may have in a text that has any.

    One statement.
    """
    columns = "pk", "position", "question", "answer", "tags", "source_key", "version"
    rows = list(Card.objects.filter(deck=deck).in_deck_order().values_list(*columns))
    keys = [row[5] for row in rows]
    if any(card.key for card in parsed.cards):
        keys = keys_of([(row[0], row[5]) for row in rows])
    return [
        KnownCard(pk, position, question, answer, tuple(tags), key, version)
        for key, (pk, position, question, answer, tags, _, version) in (
            zip(keys, rows, strict=True)
        )
    ]


def carry_out(
    deck: Deck, plan: Plan, pen: Pen, *, keeps_order: bool, tell: Tell | None = None
) -> None:
    """Write what the plan says; new cards at the end, or at their number in the text.

    Earlier texts stay as versions, deleted cards can be restored, what was learned is
    kept. With `keeps_order` the cards found in the deck take the text's places too.
    `tell` hears of new cards, then of changed ones too.
    """
    if plan.added:
        places = [card.number for card in plan.added] if keeps_order else None
        written = [_sides(card, card.tags) for card in plan.added]
        add_cards(deck.pk, written, pen, positions=places, tell=tell)
    _rewrite(plan, pen, tell)
    _set(_SET_KEYS, _new_keys(plan))
    if keeps_order:
        _set(_SET_PLACES, new_places(plan))
    if plan.deleted:
        gone = [card.card_id for card in plan.deleted]
        delete_cards(deck.pk, gone, now=pen.now)


def _rewrite(plan: Plan, pen: Pen, tell: Tell | None) -> None:
    texts = {
        known.card_id: _sides(c, c.tags or known.tags) for known, c in plan.changed
    }
    if texts:
        held = Card.objects.select_for_update(no_key=True).order_by("pk")
        before = len(plan.added)
        tell_on = tell and (lambda count: tell(before + count))
        write_texts(held.filter(pk__in=list(texts)), texts, pen, tell=tell_on)


def _sides(card: ParsedCard, tags: tuple[str, ...]) -> Sides:
    return Sides(card.question, card.answer, tags, card.key)


def _matched(plan: Plan) -> list[tuple[KnownCard, ParsedCard]]:
    return [(row.known, row.card) for row in plan.rows if row.known and row.card]


def _new_keys(plan: Plan) -> dict[int, str]:
    """By card id: the names that the text gives to cards it found without them."""
    return {
        known.card_id: card.key
        for known, card in _matched(plan)
        if card.key and card.key != known.key
    }


def new_places(plan: Plan) -> dict[int, int]:
    """By card id: where the text has a card that stands elsewhere in the deck."""
    return {
        known.card_id: card.number
        for known, card in _matched(plan)
        if card.number != known.number
    }


_SET_PLACES = """
    UPDATE decks_card AS c SET position = n.value
    FROM unnest(%s::bigint[], %s::integer[]) AS n (id, value) WHERE c.id = n.id
"""
_SET_KEYS = """
    UPDATE decks_card AS c SET source_key = n.value
    FROM unnest(%s::bigint[], %s::text[]) AS n (id, value) WHERE c.id = n.id
"""


def _set(sql: str, values: Mapping[int, int] | Mapping[int, str]) -> None:
    """Set what is no part of a card's text, by card id. One statement."""
    if values:
        given: Sequence[Any] = [list(values), list(values.values())]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
