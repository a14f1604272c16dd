"""Which new cards of a text repeat others, of the text or of the deck: pure."""

import dataclasses
from collections.abc import Mapping, Sequence

from decks.cards.copies import find_copies
from decks.transfer.formats.parsed import ParsedCard
from decks.transfer.matching import KnownCard

CLOSE_LOOK_MAX_CHARACTERS = 1_500_000
CLOSE_LOOK_MAX_CARDS = 3_000
"""More than this, text and deck together, would keep a preview waiting: then only
cards that say the same word for word are found. All of the deck is looked through once
it is saved."""


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    """What a card repeats: a card of the deck, or an earlier one of the text.

    `is_same` says that the answers do not differ but for capitals and spacing.
    """

    number: int
    in_deck: bool
    is_same: bool


def find_twins(
    known: Sequence[KnownCard], new: Sequence[ParsedCard]
) -> dict[int, Twin]:
    """By number in the text: the first card that this one repeats.

    A card that repeats only cards that are copies themselves is none: without it, what
    it says would be lost with them.
    """
    cards: list[KnownCard | ParsedCard] = [*known, *new]
    twins: dict[int, Twin] = {}
    copies: set[int] = set()
    for later, earlier in _pairs(cards, len(known)):
        if later < len(known) or later in copies or earlier in copies:
            continue
        copies.add(later)
        twins[cards[later].number] = _twin(cards, later, earlier, len(known))
    return twins


def looks_closely(cards: Sequence[KnownCard | ParsedCard]) -> bool:
    """Whether so much text is searched for near copies, or only for equal cards."""
    if len(cards) > CLOSE_LOOK_MAX_CARDS:
        return False
    size = sum(len(card.question) + len(card.answer) for card in cards)
    return size <= CLOSE_LOOK_MAX_CHARACTERS


def _pairs(
    cards: Sequence[KnownCard | ParsedCard], known_count: int
) -> list[tuple[int, int]]:
    """(later, earlier) places, by the later one and then by the earlier."""
    if looks_closely(cards):
        sides = [(card.question, card.answer) for card in cards]
        return find_copies(sides, range(known_count, len(cards)))
    first: dict[tuple[str, str], int] = {}
    pairs = []
    for place, card in enumerate(cards):
        says = plain(card.question), plain(card.answer)
        earlier = first.setdefault(says, place)
        if earlier != place and place >= known_count:
            pairs.append((place, earlier))
    return pairs


def _twin(
    cards: Sequence[KnownCard | ParsedCard], later: int, earlier: int, known_count: int
) -> Twin:
    one, other = cards[later], cards[earlier]
    is_same = plain(one.answer) == plain(other.answer)
    return Twin(other.number, earlier < known_count, is_same)


def plain(text: str) -> str:
    """The text without capitals, its white space single."""
    return " ".join(text.casefold().split())


def repeated(twins: Mapping[int, Twin], *, in_deck: bool) -> list[tuple[int, int]]:
    """(number of the copy, number of what it repeats) in the deck, or in the text."""
    return [
        (number, twin.number)
        for number, twin in sorted(twins.items())
        if twin.in_deck is in_deck
    ]
