"""Which card of a deck each card of a text is: pure."""

import dataclasses
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from decks.transfer.formats.parsed import ParsedCard


@dataclasses.dataclass(frozen=True, slots=True)
class KnownCard:
    """A card that the deck has already; `number` is its place there.

    `key` is its name in the file it came from or was written to, "" without one.
    """

    card_id: int
    number: int
    question: str
    answer: str
    tags: tuple[str, ...] = ()
    key: str = ""
    version: int = 1


Sides = KnownCard | ParsedCard
Sign = Callable[[Sides], Hashable]


def _by_number(card: Sides) -> int:
    return card.number


_SURE: tuple[Sign, ...] = (
    lambda card: card.key,
    lambda card: (card.question, card.answer),
    lambda card: card.question,
)
_WEAK: tuple[Sign, ...] = (lambda card: card.answer, _by_number)
"""From the surest sign to the weakest."""

_SAME_TEXT_SHARE = 0.5
"""Text and deck that share more of their cards than this, by sure signs, are two
editions of one text."""


def match(
    parsed: Sequence[ParsedCard],
    known: Sequence[KnownCard],
    *,
    is_same_text: bool = True,
) -> dict[int, KnownCard]:
    """The known card for each number in the text; a number without one is a new card.

    By key, then by question and answer, then by question in order of occurrence, then
    by answer, then by number; each known card once. An empty key or answer is no sign
    of a card. Where two have one number, the older was missing from an earlier text and
    kept its place: the newer is meant. Time grows with both lengths.

    Answer and number are signs only between two editions of one text: "True" and card
    3 are found in any. Unless the caller knows (`is_same_text`) they count only where
    more than half of both was found without them: a few cards that are added to a deck
    must never be written over others.
    """
    found: dict[int, KnownCard] = {}
    taken: set[int] = set()
    for sign in _SURE:
        _match_by(sign, parsed, known, found, taken)
    longer = max(len(parsed), len(known))
    if is_same_text or len(found) > _SAME_TEXT_SHARE * longer:
        for sign in _WEAK:
            _match_by(sign, parsed, known, found, taken)
    return found


def _match_by(
    sign: Sign,
    parsed: Sequence[ParsedCard],
    known: Sequence[KnownCard],
    found: dict[int, KnownCard],
    taken: set[int],
) -> None:
    waiting = _by_sign(sign, (card for card in known if card.card_id not in taken))
    for card in parsed:
        value = sign(card)
        if card.number in found or value == "" or not waiting.get(value):
            continue
        same = waiting[value]
        found[card.number] = same.pop() if sign is _by_number else same.popleft()
        taken.add(found[card.number].card_id)


def _by_sign(
    sign: Sign, cards: Iterable[KnownCard]
) -> dict[Hashable, deque[KnownCard]]:
    by_sign: defaultdict[Hashable, deque[KnownCard]] = defaultdict(deque)
    for card in cards:
        by_sign[sign(card)].append(card)
    return dict(by_sign)
