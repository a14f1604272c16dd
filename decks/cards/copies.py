"""Which cards of a deck say the same: pure, from the cards' text alone."""

import functools
import heapq
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

SIMILARITY_MIN = 0.6
"""Trigram Jaccard from which two texts count as the same."""

SHINGLE_WORDS = 4
"""Candidates share so many consecutive words of the answer."""

SHINGLES_MAX = 320_000
"""All cards together keep about so many; a card always keeps SHINGLES_PER_CARD."""

SHINGLES_PER_CARD = 32
KEEPERS_MAX = 8
"""So many cards, the earliest, are remembered for one shingle."""

CANDIDATES_MAX = 8
"""A card is compared with so many others: those that share the most."""

WORK_MAX = 5_000_000
"""After so many trigrams made and compared, a card has one candidate only."""

GRAMS_HELD_MAX = 150_000
"""So many trigrams are kept for the next comparison: about 15 MB."""

CACHED_WORD_MAX = 32
"""The trigrams of longer words are made anew each time: they could be whole texts."""

ANCHORS_MAX = 100
"""Up to so many words are looked for in every text."""

_WORD = re.compile(r"[^\W_]+")

Sides = tuple[str, str]
"""Question and answer."""


def find_copies(
    cards: Sequence[Sides], changed: Collection[int] | None = None
) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places in `cards`, from 0, in order.

    Two cards are candidates if they share four consecutive words of the answer (the
    whole answer if it is shorter), and copies if `are_copies` says so. With `changed`
    (places) only pairs that have one of these in them are looked for.

    Time grows with the text, not with the square of the deck, because of four caps:
    a shingle remembers its 8 earliest cards; a card is compared with 8 candidates,
    after WORK_MAX with one, and then, if both answers are long, by a sample of their
    shingles; of very long decks only the shingles with the smallest checksums are kept.
    So of a card repeated 20 times each copy is paired with earlier ones, not with all.
    """
    if changed is None:
        return _pairs(cards, range(len(cards)), range(len(cards)))
    compared = sorted(set(changed))
    others = _worth_a_look(cards, compared)
    return _pairs(cards, [*others, *compared], compared)


def are_copies(one: Sides, other: Sides) -> bool:
    """Whether two cards say the same: the trigram Jaccard is at least SIMILARITY_MIN
    both for question and answer together and for the answers alone.

    Capitals and spacing do not count.
    """
    return _Comparer([one, other], {}).are_copies(1, 0)


def say_the_same(one: Sides, other: Sides) -> bool:
    """Whether nothing but capitals and spacing is different."""
    return [_plain(side) for side in one] == [_plain(side) for side in other]


def _pairs(
    cards: Sequence[Sides], order: Sequence[int], compared: Collection[int]
) -> list[tuple[int, int]]:
    """Those of `compared` beside what came before them in `order`, which ends in them.

    All others are only remembered.
    """
    numbers = _Numbers()
    shingles = _kept_shingles(cards, order, numbers)
    counts = Counter(one for of_card in shingles.values() for one in of_card)
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    comparer = _Comparer(cards, shingles)
    pairs: list[tuple[int, int]] = []
    for at, card in enumerate(order):
        keys = _keys(shingles[card], counts, cards[card][0], numbers)
        if at >= len(order) - len(compared):
            candidates = _candidates(keys, keepers)
            pairs.extend(
                (max(card, one), min(card, one))
                for one in comparer.copies_of(card, candidates)
            )
        _remember(card, keys, keepers)
    return sorted(pairs)


def _worth_a_look(cards: Sequence[Sides], changed: Sequence[int]) -> list[int]:
    """Places of other cards that may share four words with one of `changed`.

    Cutting texts into words takes most of the time: for a few changed cards, texts that
    have no word of each of their shingles are passed over.
    """
    anchors = [one for place in changed for one in _anchors(cards[place][1])]
    left = sorted(set(range(len(cards))).difference(changed))
    if len(anchors) > ANCHORS_MAX:
        return left
    return [at for at in left if _has_any(cards[at][1].casefold(), anchors)]


_Anchor = tuple[str, tuple[str, ...]]
"""A word, and its neighbours: a shingle with the word has one of them too."""


def _anchors(answer: str) -> list[_Anchor]:
    """Each fourth word: whatever four words stand together, one of these is in it.

    Of the four ways to count, the one with the longest words: they are rarer.
    """
    words = _words(answer)
    if len(words) < SHINGLE_WORDS:
        return [(max(words, key=len, default=""), ("",))]
    ways = [range(first, len(words), SHINGLE_WORDS) for first in range(SHINGLE_WORDS)]
    rarest = max(ways, key=lambda way: sum(len(words[at]) for at in way) / len(way))
    return [
        (words[at], tuple(words[max(0, at - 1) : at] + words[at + 1 : at + 2]))
        for at in rarest
    ]


def _has_any(text: str, anchors: Iterable[_Anchor]) -> bool:
    return any(
        word in text and any(one in text for one in beside) for word, beside in anchors
    )


class _Numbers(dict[str, int]):
    """Words as running numbers: what is made of them is the same in every process."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _kept_shingles(
    cards: Sequence[Sides], places: Sequence[int], numbers: _Numbers
) -> dict[int, Sequence[int]]:
    per_card = max(SHINGLES_PER_CARD, SHINGLES_MAX // max(1, len(places)))
    return {place: _shingles(cards[place][1], per_card, numbers) for place in places}


def _shingles(answer: str, at_most: int, numbers: _Numbers) -> Sequence[int]:
    """Checksums of each four consecutive words, or of the whole shorter answer.

    Where there are too many the smallest stay: equal texts keep equal ones, and the
    smallest are a fair sample of all.
    """
    words = [*map(numbers.__getitem__, _words(answer))]
    if len(words) < SHINGLE_WORDS:
        # No word is the plain text of an answer without words.
        return [hash(tuple(words) or (numbers[_plain(answer)],))]
    runs = zip(*(words[first:] for first in range(SHINGLE_WORDS)), strict=False)
    return sorted(set(map(hash, runs)))[:at_most]


def _words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return _WORD.findall(text.casefold())


def _plain(text: str) -> str:
    """The text without capitals, its white space single."""
    return " ".join(text.casefold().split())


def _keys(
    shingles: Sequence[int],
    counts: Mapping[int, int],
    question: str,
    numbers: _Numbers,
) -> list[int]:
    """What a card is remembered by: those of its shingles that others have too.

    A shingle of more cards than are remembered tells little: beside it stand the
    words of the question, so that short answers such as "True" still find their like.
    """
    keys = [one for one in shingles if counts[one] > 1]
    hot = [one for one in keys if counts[one] > KEEPERS_MAX]
    if hot:
        words = sorted(set(_words(question)))[:SHINGLES_PER_CARD]
        # Five numbers, where a shingle is made of four at most: no two checksums meet.
        keys += [hash((0, 0, 0, numbers[word], min(hot))) for word in words]
    return keys


def _candidates(keys: Iterable[int], keepers: defaultdict[int, list[int]]) -> list[int]:
    """The remembered cards that share most keys, at most CANDIDATES_MAX, best first."""
    shared: Counter[int] = Counter()
    for key in keys:
        if key in keepers:
            shared.update(keepers[key])
    return heapq.nsmallest(
        CANDIDATES_MAX, shared, key=lambda earlier: (-shared[earlier], earlier)
    )


def _remember(
    card: int, keys: Iterable[int], keepers: defaultdict[int, list[int]]
) -> None:
    for key in keys:
        kept = keepers[key]
        if len(kept) < KEEPERS_MAX:
            kept.append(card)


_Grams = tuple[frozenset[str], frozenset[str]]
"""A card's trigrams: the answer's, and those of question and answer together."""


class _Comparer:
    """Compares cards by their trigrams and counts the work that took."""

    def __init__(
        self, cards: Sequence[Sides], shingles: Mapping[int, Sequence[int]]
    ) -> None:
        self._cards = cards
        self._shingles = shingles
        self._work = 0
        self._grams: dict[int, _Grams] = {}
        self._grams_held = 0

    def _grams_of(self, card: int) -> _Grams:
        if card not in self._grams:
            question, answer = self._cards[card]
            of_answer = trigrams(answer)
            if self._grams_held > GRAMS_HELD_MAX:
                self._grams, self._grams_held = {}, 0
            self._grams[card] = of_answer, of_answer | trigrams(question)
            self._grams_held += len(self._grams[card][1])
            self._work += len(question) + len(answer)
        return self._grams[card]

    def copies_of(self, card: int, candidates: Sequence[int]) -> list[int]:
        """Those of `candidates` (best first) that say what `card` says."""
        if self._work <= WORK_MAX:
            return [one for one in candidates if self.are_copies(card, one)]
        return [one for one in candidates[:1] if self._look_alike(card, one)]

    def _look_alike(self, card: int, other: int) -> bool:
        """By shingles of the answers, where there are enough; else in full."""
        one, two = self._shingles[card], self._shingles[other]
        if min(len(one), len(two)) < SHINGLES_PER_CARD:
            return self.are_copies(card, other)
        return _jaccard(frozenset(one), frozenset(two)) >= SIMILARITY_MIN

    def are_copies(self, card: int, other: int) -> bool:
        if self._cards[card] == self._cards[other]:
            return True
        one, two = self._grams_of(card), self._grams_of(other)
        self._work += min(len(one[1]), len(two[1]))
        both = zip(one, two, strict=True)
        return all(_jaccard(a, b) >= SIMILARITY_MIN for a, b in both)


def trigrams(text: str) -> frozenset[str]:
    """All runs of three signs; two spaces stand before the text and one after it."""
    words = text.casefold().split()
    if not words:
        return frozenset()
    within = [
        _cached_grams(word) if len(word) <= CACHED_WORD_MAX else _grams(word)
        for word in set(words)
    ]
    across = [f"{one[-1]} {two[0]}" for one, two in itertools.pairwise(words)]
    return frozenset().union(*within, across, [f"  {words[0][0]}"])


def _grams(word: str) -> frozenset[str]:
    padded = f" {word} "
    signs = zip(padded, padded[1:], padded[2:], strict=False)
    return frozenset(map("".join, signs))


_cached_grams = functools.lru_cache(maxsize=4096)(_grams)


def _jaccard(one: frozenset[Any], other: frozenset[Any]) -> float:
    """What two sets share of all they hold, 0 to 1; two empty sets are equal, so 1."""
    common = len(one & other)
    together = len(one) + len(other) - common
    return common / together if together else 1.0
