"""Which cards of a deck say the same: pure, from the cards' text alone."""

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

SIMILARITY_MIN = 0.6
"""Trigram Jaccard from which two texts count as the same."""

SHINGLE_WORDS = 4
"""Candidates share so many consecutive words of the answer."""

SHINGLES_MAX = 1_000_000
"""All cards together keep about so many; a card always keeps SHINGLES_PER_CARD."""

SHINGLES_PER_CARD = 32
KEEPERS_MAX = 8
"""So many cards, the earliest, are remembered for one shingle."""

CANDIDATES_MAX = 8
"""A card is compared with so many earlier ones: those that share the most."""

Sides = tuple[str, str]
"""Question and answer."""


def find_copies(cards: Sequence[Sides]) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places in `cards`, from 0, in order.

    Two cards are candidates if they share four consecutive words of the answer (the
    whole answer if it is shorter), and copies if the trigram Jaccard is at least .6
    both for question and answer together and for the answers alone. Capitals and
    spacing do not count.

    Time grows with the text, not with the square of the deck, because of three caps:
    a shingle remembers its 8 earliest cards, a card is compared with 8 candidates,
    and of very long decks only the shingles with the smallest checksums are kept. So
    of a card repeated 20 times each copy is paired with earlier ones, not with all.
    """
    shingles = _kept_shingles(cards)
    hot = _hot(shingles)
    keepers: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    similar = _Similarity(cards)
    pairs: list[tuple[int, int]] = []
    for later, (question, _) in enumerate(cards):
        keys = _keys(shingles[later], hot, question)
        earlier_ones = _candidates(keys, keepers)
        pairs += [
            (later, one) for one in earlier_ones if similar.are_copies(later, one)
        ]
        _remember(later, keys, keepers)
    return pairs


def _kept_shingles(cards: Sequence[Sides]) -> list[Sequence[int]]:
    per_card = max(SHINGLES_PER_CARD, SHINGLES_MAX // max(1, len(cards)))
    return [_shingles(answer, per_card) for _, answer in cards]


def _shingles(answer: str, at_most: int) -> Sequence[int]:
    """Checksums of each four consecutive words, or of the whole shorter answer.

    Where there are too many the smallest stay: equal texts keep equal ones.
    """
    words = [word.encode() for word in _words(answer)]
    if len(words) < SHINGLE_WORDS:
        return [zlib.crc32(b" ".join(words) or _plain(answer).encode())]
    runs = zip(*(words[first:] for first in range(SHINGLE_WORDS)), strict=False)
    sums = {zlib.crc32(b" ".join(run)) for run in runs}
    return heapq.nsmallest(at_most, sums) if len(sums) > at_most else list(sums)


def _words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    lowered = text.casefold()
    return "".join(sign if sign.isalnum() else " " for sign in lowered).split()


def _plain(text: str) -> str:
    """The text without capitals, its white space single."""
    return " ".join(text.casefold().split())


def _hot(shingles: Iterable[Sequence[int]]) -> set[int]:
    """Shingles of more cards than are remembered: a phrase the whole deck shares."""
    counts = Counter(one for of_card in shingles for one in of_card)
    return {one for one, count in counts.items() if count > KEEPERS_MAX}


def _keys(
    shingles: Sequence[int], hot: set[int], question: str
) -> list[tuple[int, str]]:
    """What a card is remembered by.

    A hot shingle tells little: beside it stand the words of the question, so that
    short answers such as "True" still find their like.
    """
    keys = [(one, "") for one in shingles]
    if any(one in hot for one in shingles):
        anchor = min(one for one in shingles if one in hot)
        words = sorted(set(_words(question)))[:SHINGLES_PER_CARD]
        keys += [(anchor, word) for word in words]
    return keys


def _candidates(
    keys: Iterable[tuple[int, str]],
    keepers: defaultdict[tuple[int, str], list[int]],
) -> list[int]:
    """The earlier cards that share the most keys, at most CANDIDATES_MAX, in order."""
    shared: Counter[int] = Counter()
    for key in keys:
        if key in keepers:
            shared.update(keepers[key])
    best = heapq.nsmallest(
        CANDIDATES_MAX, shared, key=lambda earlier: (-shared[earlier], earlier)
    )
    return sorted(best)


def _remember(
    card: int,
    keys: Iterable[tuple[int, str]],
    keepers: defaultdict[tuple[int, str], list[int]],
) -> None:
    for key in keys:
        kept = keepers[key]
        if len(kept) < KEEPERS_MAX:
            kept.append(card)


class _Similarity:
    """Compares cards by their trigrams; those of the last few cards are kept."""

    def __init__(self, cards: Sequence[Sides]) -> None:
        self._cards = cards
        self._answer = lru_cache(maxsize=32)(self._answer_trigrams)
        self._both = lru_cache(maxsize=32)(self._card_trigrams)

    def _answer_trigrams(self, card: int) -> frozenset[str]:
        return trigrams(self._cards[card][1])

    def _card_trigrams(self, card: int) -> frozenset[str]:
        question, answer = self._cards[card]
        return trigrams(f"{question}\n{answer}")

    def are_copies(self, later: int, earlier: int) -> bool:
        return all(
            jaccard(of(later), of(earlier)) >= SIMILARITY_MIN
            for of in (self._answer, self._both)
        )


def trigrams(text: str) -> frozenset[str]:
    """All runs of three signs; two spaces stand before the text and one after it."""
    plain = _plain(text)
    if not plain:
        return frozenset()
    padded = f"  {plain} "
    return frozenset(map("".join, zip(padded, padded[1:], padded[2:], strict=False)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of common members, 0 to 1; two empty sets are equal, so 1."""
    if not one and not other:
        return 1.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
