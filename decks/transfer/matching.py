"""Which card of a deck each card of a text is: pure."""

import dataclasses
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from decks.transfer.formats.parsed import ParsedCard


@dataclasses.dataclass(frozen=True, slots=True)
class KnownCard:
    """A card that the deck has already; `number` is its place there."""

    card_id: int
    number: int
    question: str
    answer: str


Sides = KnownCard | ParsedCard


def _by_number(card: Sides) -> int:
    return card.number


_KEYS: tuple[Callable[[Sides], Hashable], ...] = (
    lambda card: (card.question, card.answer),
    lambda card: card.question,
    lambda card: card.answer,
    _by_number,
)
"""From the surest sign to the weakest."""


def match(
    parsed: Sequence[ParsedCard], known: Sequence[KnownCard]
) -> dict[int, KnownCard]:
    """The known card for each number in the text; a number without one is a new card.

    By question and answer, then by question in order of occurrence, then by answer,
    then by number; each known card once. An empty answer is no sign of a card. Where
    two have one number, the older was missing from an earlier text and kept its place:
    the newer is meant. Time grows with both lengths.
    """
    found: dict[int, KnownCard] = {}
    taken: set[int] = set()
    for key in _KEYS:
        waiting = _by_key(key, (card for card in known if card.card_id not in taken))
        for card in parsed:
            sign = key(card)
            if card.number in found or sign == "" or not waiting.get(sign):
                continue
            same = waiting[sign]
            found[card.number] = same.pop() if key is _by_number else same.popleft()
            taken.add(found[card.number].card_id)
    return found


def _by_key(
    key: Callable[[Sides], Hashable], cards: Iterable[KnownCard]
) -> dict[Hashable, deque[KnownCard]]:
    by_key: defaultdict[Hashable, deque[KnownCard]] = defaultdict(deque)
    for card in cards:
        by_key[key(card)].append(card)
    return dict(by_key)
