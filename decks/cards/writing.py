"""Writing cards: the only way a card's text comes to be or becomes another.

Each earlier text stays as a `CardVersion`. All of it happens under the deck's lock, so
that two editors come one after the other and the second sees what the first did.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from decks.accounts.models import User
from decks.cards.models import Card, Deck, How
from decks.cards.searching import learn_words

ROWS_A_STATEMENT = 1000
"""A statement takes at most 65,535 parameters (server-side binding)."""

Tell = Callable[[int], None]
"""Hears after each thousand how many cards are written; may raise to end it all."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sides:
    """What an editor writes on a card. `source_key` is its name in a file, if any."""

    question: str
    answer: str = ""
    tags: tuple[str, ...] = ()
    source_key: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Pen:
    """Who writes (None: the program itself), when, and how the text comes to stand."""

    by: User | None
    now: dt.datetime
    how: How = How.WRITTEN


class ChangedMeanwhile(Exception):
    """The card is not as the editor saw it; nothing was written.

    `card` is the card as it stands now.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(f"Card {card.pk} is at version {card.version}.")
        self.card = card


def lock_deck(deck_id: int) -> Deck:
    """The deck's row, held until the transaction ends: whoever changes its cards
    waits here. Ratings do not, but for first ones of a card that is being changed."""
    return Deck.objects.select_for_update(no_key=True).get(pk=deck_id)


@transaction.atomic
def add_cards(
    deck_id: int,
    written: Sequence[Sides],
    pen: Pen,
    *,
    positions: Sequence[int] | None = None,
    tell: Tell | None = None,
) -> list[Card]:
    """New cards at the end of the deck, or at these places; its count follows.

    Four statements and one for each thousand cards.
    """
    deck = lock_deck(deck_id)
    if positions is None:
        first = 1 + (deck.cards.aggregate(last=Max("position"))["last"] or 0)
        positions = range(first, first + len(written))
    rows = [
        _new_card(deck, sides, place, pen)
        for sides, place in zip(written, positions, strict=True)
    ]
    for batch in _told(rows, tell):
        Card.objects.bulk_create(batch)
    learn_words([card.pk for card in rows])
    Deck.objects.filter(pk=deck.pk).update(
        card_count=F("card_count") + len(rows), updated_at=pen.now
    )
    return rows


def _told(cards: Sequence[Card], tell: Tell | None) -> Iterator[Sequence[Card]]:
    """The cards, a statement's worth at a time; tells of each that was written."""
    for first in range(0, len(cards), ROWS_A_STATEMENT):
        batch = cards[first : first + ROWS_A_STATEMENT]
        yield batch
        if tell is not None:
            tell(first + len(batch))


def _new_card(deck: Deck, sides: Sides, position: int, pen: Pen) -> Card:
    return Card(
        deck=deck,
        position=position,
        question=sides.question,
        answer=sides.answer,
        tags=list(sides.tags),
        source_key=sides.source_key,
        how=pen.how,
        written_by=pen.by,
    )


_COPY_CARDS = """
    INSERT INTO decks_card (deck_id, position, question, answer, tags, source_key,
        version, how, written_by_id, is_new_meaning, created_at, updated_at)
    SELECT %(to)s, row_number() OVER (ORDER BY c.position, c.id), c.question, c.answer,
        c.tags, c.source_key, 1, %(how)s, %(by)s, false, %(now)s, %(now)s
    FROM decks_card c WHERE c.deck_id = %(from)s
    ORDER BY c.position, c.id
"""


@transaction.atomic
def copy_cards_of(from_deck_id: int, to_deck_id: int, pen: Pen) -> int:
    """Write all cards of a deck, with tags and in order, into an empty one; how many.

    Three statements, however many cards.
    """
    lock_deck(to_deck_id)
    given: dict[str, Any] = {
        "from": from_deck_id,
        "to": to_deck_id,
        "how": pen.how,
        "by": pen.by.pk if pen.by else None,
        "now": pen.now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COPY_CARDS, given)
        count: int = cursor.rowcount
    Deck.objects.filter(pk=to_deck_id).update(card_count=count, updated_at=pen.now)
    return count


@transaction.atomic
def change_card(
    card_id: int,
    sides: Sides,
    pen: Pen,
    *,
    seen_version: int,
    is_new_meaning: bool = False,
) -> Card:
    """Write this text over the version that the editor saw.

    Raises ChangedMeanwhile where it is no longer the present one, unless the card says
    just this already (a form sent twice), and Card.DoesNotExist. The text that it had
    stays as a version; where nothing differs nothing is written.
    """
    deck_id = Card.objects.values_list("deck_id", flat=True).get(pk=card_id)
    lock_deck(deck_id)
    # Whoever held the lock before may have moved or deleted it.
    held = Card.objects.select_for_update(no_key=True)
    card = held.get(pk=card_id, deck=deck_id, deleted_at=None)
    is_marked = card.is_new_meaning and card.version == seen_version + 1
    if not _differs(card, sides) and (is_marked or not is_new_meaning):
        return card
    if card.version != seen_version:
        raise ChangedMeanwhile(card)
    write_texts(
        [card], {card.pk: sides}, pen, new_meaning={card.pk} if is_new_meaning else ()
    )
    return card


def _differs(card: Card, sides: Sides) -> bool:
    return (card.question, card.answer, tuple(card.tags)) != (
        sides.question,
        sides.answer,
        tuple(sides.tags),
    )


def write_texts(
    cards: Iterable[Card],
    texts: Mapping[int, Sides],
    pen: Pen,
    *,
    new_meaning: Collection[int] = (),
    tell: Tell | None = None,
) -> list[Card]:
    """Write texts, by card id, over cards that the caller has locked; those changed.

    Cards whose text is the same already are left alone, but for those in `new_meaning`.
    One statement, and two for each thousand cards that change.
    """
    changed = [
        card
        for card in cards
        if _differs(card, texts[card.pk]) or card.pk in new_meaning
    ]
    keep_versions([card.pk for card in changed])
    for card in changed:
        _put(card, texts[card.pk], pen, is_new_meaning=card.pk in new_meaning)
    _write_down(changed, tell)
    learn_words([card.pk for card in changed])
    return changed


WRITTEN = [
    "question",
    "answer",
    "tags",
    "version",
    "how",
    "written_by_id",
    "is_new_meaning",
    "text_changed_at",
    "updated_at",
]
"""What changes with a text."""

_WRITE_DOWN = """
    UPDATE decks_card AS c SET question = n.question, answer = n.answer, tags = n.tags,
        version = n.version, how = n.how, written_by_id = n.written_by_id,
        is_new_meaning = n.is_new_meaning, text_changed_at = n.text_changed_at,
        updated_at = n.updated_at
    FROM json_to_recordset(%s::json) AS n (id bigint, question text, answer text,
        tags text[], version integer, how text, written_by_id bigint,
        is_new_meaning boolean, text_changed_at timestamptz, updated_at timestamptz)
    WHERE c.id = n.id
"""


def _write_down(cards: Sequence[Card], tell: Tell | None) -> None:
    """Store what changes with a text. One statement for each thousand cards.

    `bulk_update` writes a WHEN for each card and column: half a minute for 10,000.
    """
    for batch in _told(cards, tell):
        rows = [
            {name: getattr(card, name) for name in ("id", *WRITTEN)} for card in batch
        ]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_DOWN, [json.dumps(rows, default=str)])


def _put(card: Card, sides: Sides, pen: Pen, *, is_new_meaning: bool) -> None:
    if (card.question, card.answer) != (sides.question, sides.answer):
        card.text_changed_at = pen.now
    card.question, card.answer = sides.question, sides.answer
    card.tags = list(sides.tags)
    card.version += 1
    card.how, card.written_by = pen.how, pen.by
    card.is_new_meaning = is_new_meaning
    card.updated_at = pen.now


_KEEP_VERSIONS = """
    INSERT INTO decks_cardversion (card_id, version, question, answer, tags, how,
        is_new_meaning, written_by_id, written_at)
    SELECT c.id, c.version, c.question, c.answer, c.tags, c.how,
        c.is_new_meaning, c.written_by_id, c.updated_at
    FROM decks_card c WHERE c.id = ANY(%s)
"""


def keep_versions(card_ids: Sequence[int]) -> None:
    """Keep the texts that these cards have, before they get others. One statement."""
    if card_ids:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_VERSIONS, [list(card_ids)])
