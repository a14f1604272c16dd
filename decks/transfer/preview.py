"""What an import would do, before it does it: pure.

The page shows a `Plan`, and Save carries out a plan that is made again from the same
text, the same choices and the deck as it then is: only if its `mark` is the one that
was shown.
"""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from decks.transfer.formats.parsed import ParsedCard
from decks.transfer.matching import KnownCard, match
from decks.transfer.preview_copies import Twin, find_twins, looks_closely


class Kind(StrEnum):
    """What a card of the text is to the deck; MISSING is one of the deck alone."""

    NEW = "new"
    COPY = "copy"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"


WAYS: dict[Kind, tuple[str, str]] = {
    Kind.COPY: ("skip", "keep"),
    Kind.CHANGED: ("take", "leave"),
    Kind.MISSING: ("keep", "delete"),
}
"""What can be done with each kind that leaves a choice; the first unless chosen."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose: for all cards of a kind, and for single ones.

    `others` goes by a row's `name`. What does not fit its kind is passed over.
    """

    for_all: Mapping[Kind, str] = dataclasses.field(default_factory=dict)
    others: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def of_kind(self, kind: Kind) -> str:
        """What is done with the cards of this kind, "" where there is no choice."""
        ways = WAYS.get(kind, ("",))
        chosen = self.for_all.get(kind, "")
        return chosen if chosen in ways else ways[0]

    def of_row(self, kind: Kind, name: str) -> str:
        """What is done with one card."""
        chosen = self.others.get(name, "")
        return chosen if chosen in WAYS.get(kind, ()) else self.of_kind(kind)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One card of the preview, what it is, and what Save does with it (`way`).

    `card` is None where it is missing from the text; `known` is None where it is new.
    A form calls it by `name`: the number in the text, or d and the card's id.
    """

    kind: Kind
    way: str
    name: str
    card: ParsedCard | None
    known: KnownCard | None = None
    twin: Twin | None = None

    @property
    def is_added(self) -> bool:
        """Whether Save makes it a card of the deck."""
        is_kept_copy = self.kind is Kind.COPY and self.way == "keep"
        return self.kind is Kind.NEW or is_kept_copy


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """All rows in the text's order, the missing ones last, and what was looked at.

    `deck_mark` says how the deck was, `mark` also what would be written.
    """

    rows: tuple[Row, ...]
    known: tuple[KnownCard, ...]
    is_into_deck: bool
    looked_closely: bool
    deck_mark: str
    choices: Choices

    @property
    def added(self) -> tuple[ParsedCard, ...]:
        """The cards that Save adds, in order."""
        return tuple(row.card for row in self.rows if row.card and row.is_added)

    @property
    def changed(self) -> tuple[tuple[KnownCard, ParsedCard], ...]:
        """Each card of the deck that gets another text, with that text."""
        return tuple(
            (row.known, row.card)
            for row in self.rows
            if row.known and row.card and row.way == "take"
        )

    @property
    def written_count(self) -> int:
        """How many cards of the text Save writes."""
        return len(self.added) + len(self.changed)

    @property
    def deleted(self) -> tuple[KnownCard, ...]:
        """The cards of the deck that Save deletes."""
        return tuple(
            row.known for row in self.rows if row.known and row.way == "delete"
        )

    @property
    def missing(self) -> tuple[KnownCard, ...]:
        """The cards of the deck that the text lacks, deleted or not."""
        return tuple(
            row.known for row in self.rows if row.known and row.kind is Kind.MISSING
        )

    @property
    def counts(self) -> Counter[Kind]:
        """How many rows there are of each kind."""
        return Counter(row.kind for row in self.rows)

    @property
    def mark(self) -> str:
        """The same for two plans that write the same into the same deck."""
        writes = hashlib.sha256(self.deck_mark.encode())
        for card in self.added:
            writes.update(repr(("+", *_texts(card), card.key)).encode())
        for known, card in self.changed:
            writes.update(repr((known.card_id, *_texts(card))).encode())
        for known in self.deleted:
            writes.update(repr(("-", known.card_id)).encode())
        return writes.hexdigest()


def _texts(card: ParsedCard) -> tuple[str, str, tuple[str, ...]]:
    return card.question, card.answer, card.tags


def plan_import(
    cards: Sequence[ParsedCard],
    known: Sequence[KnownCard] | None,
    choices: Choices,
    *,
    is_same_text: bool = False,
    finds_copies: bool = True,
) -> Plan:
    """What to do with each card of the text, for a deck of `known` (None: a new one).

    Time grows with text and deck; a second for 10,000 cards is meant to be enough.
    """
    deck = known or ()
    matched = match(cards, deck, is_same_text=is_same_text)
    new = [card for card in cards if card.number not in matched]
    twins = find_twins(deck, new) if finds_copies else {}
    rows = [_row(card, matched.get(card.number), twins, choices) for card in cards]
    rows += _missing_rows(_missing(deck, matched.values(), twins.values()), choices)
    return Plan(
        tuple(rows),
        tuple(deck),
        is_into_deck=known is not None,
        looked_closely=looks_closely([*deck, *new]),
        deck_mark=deck_mark(deck),
        choices=choices,
    )


def _row(
    card: ParsedCard,
    known: KnownCard | None,
    twins: Mapping[int, Twin],
    choices: Choices,
) -> Row:
    twin = twins.get(card.number)
    if known is not None:
        kind = Kind.CHANGED if differs(card, known) else Kind.UNCHANGED
    else:
        kind = Kind.COPY if twin else Kind.NEW
    name = f"{card.number}"
    return Row(kind, choices.of_row(kind, name), name, card, known, twin)


def differs(card: ParsedCard, known: KnownCard) -> bool:
    """Whether the text says other than the deck. No tags say nothing about tags."""
    if card.tags and card.tags != known.tags:
        return True
    return (card.question, card.answer) != (known.question, known.answer)


def _missing(
    known: Sequence[KnownCard], matched: Iterable[KnownCard], twins: Iterable[Twin]
) -> list[KnownCard]:
    """The cards of the deck that the text neither holds nor repeats."""
    found = {card.card_id for card in matched}
    repeated = {twin.number for twin in twins if twin.in_deck}
    return [c for c in known if c.card_id not in found and c.number not in repeated]


def _missing_rows(missing: Iterable[KnownCard], choices: Choices) -> list[Row]:
    kind, names = Kind.MISSING, {card: f"d{card.card_id}" for card in missing}
    return [
        Row(kind, choices.of_row(kind, name), name, None, card)
        for card, name in names.items()
    ]


def deck_mark(known: Iterable[KnownCard]) -> str:
    """The same as long as no card of the deck came, went or got another text."""
    marks = hashlib.sha256()
    for card_id, version in sorted((card.card_id, card.version) for card in known):
        marks.update(f"{card_id}:{version},".encode())
    return marks.hexdigest()
