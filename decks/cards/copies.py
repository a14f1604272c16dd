"""Which cards of a deck say the same: pure, from the cards' text alone."""

import heapq
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
"""A card is compared with so many earlier ones: those that share the most."""

WORK_MAX = 5_000_000
"""After so many trigrams made and compared, a card has one candidate only."""

GRAMS_HELD_MAX = 150_000
"""So many trigrams are kept for the next comparison: about 15 MB."""

_WORD = re.compile(r"[^\W_]+")

Sides = tuple[str, str]
"""Question and answer."""


def find_copies(cards: Sequence[Sides]) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places in `cards`, from 0, in order.

    Two cards are candidates if they share four consecutive words of the answer (the
    whole answer if it is shorter), and copies if the trigram Jaccard is at least .6
    both for question and answer together and for the answers alone. Capitals and
    spacing do not count.

    Time grows with the text, not with the square of the deck, because of four caps:
    a shingle remembers its 8 earliest cards; a card is compared with 8 candidates,
    after WORK_MAX with one; of very long decks only the shingles with the smallest
    checksums are kept. So of a card repeated 20 times each copy is paired with
    earlier ones, not with all.
    """
    shingles = _kept_shingles(cards)
    counts = Counter(one for of_card in shingles for one in of_card)
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    comparer = _Comparer(cards)
    pairs: list[tuple[int, int]] = []
    for later, (question, _) in enumerate(cards):
        keys = _keys(shingles[later], counts, question)
        candidates = _candidates(keys, keepers)
        pairs.extend((later, one) for one in comparer.copies_of(later, candidates))
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
    return sorted(sums)[:at_most]


def _words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return _WORD.findall(text.casefold())


def _plain(text: str) -> str:
    """The text without capitals, its white space single."""
    return " ".join(text.casefold().split())


def _keys(
    shingles: Sequence[int], counts: Mapping[int, int], question: str
) -> list[int]:
    """What a card is remembered by: those of its shingles that others have too.

    A shingle of more cards than are remembered tells little: beside it stand the
    words of the question, so that short answers such as "True" still find their like.
    """
    keys = [one for one in shingles if counts[one] > 1]
    hot = [one for one in keys if counts[one] > KEEPERS_MAX]
    if hot:
        words = sorted(set(_words(question)))[:SHINGLES_PER_CARD]
        # Above 32 bits, so that they never meet a shingle.
        keys += [1 << 32 | zlib.crc32(word.encode(), min(hot)) for word in words]
    return keys


def _candidates(keys: Iterable[int], keepers: defaultdict[int, list[int]]) -> list[int]:
    """The earlier cards that share most keys, at most CANDIDATES_MAX, best first."""
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


@dataclass(frozen=True, slots=True)
class _Grams:
    """A card's trigrams: the answer's, and those that only its question has."""

    answer: frozenset[str]
    question_only: frozenset[str]

    def __len__(self) -> int:
        return len(self.answer) + len(self.question_only)

    def __contains__(self, gram: str) -> bool:
        return gram in self.answer or gram in self.question_only


class _Comparer:
    """Compares cards by their trigrams and counts the work that took."""

    def __init__(self, cards: Sequence[Sides]) -> None:
        self._cards = cards
        self._work = 0
        self._grams: dict[int, _Grams] = {}
        self._grams_held = 0

    def _grams_of(self, card: int) -> _Grams:
        if card not in self._grams:
            question, answer = self._cards[card]
            of_answer = trigrams(answer)
            made = _Grams(of_answer, trigrams(question) - of_answer)
            if self._grams_held > GRAMS_HELD_MAX:
                self._grams, self._grams_held = {}, 0
            self._grams[card] = made
            self._grams_held += len(made)
            self._work += len(question) + len(answer)
        return self._grams[card]

    def copies_of(self, later: int, candidates: Sequence[int]) -> list[int]:
        """Those of `candidates` (best first) that `later` repeats, in deck order."""
        tired = self._work > WORK_MAX
        tried = candidates[:1] if tired else candidates
        return sorted(earlier for earlier in tried if self._are_copies(later, earlier))

    def _are_copies(self, later: int, earlier: int) -> bool:
        if self._cards[later] == self._cards[earlier]:
            return True
        one, other = self._grams_of(later), self._grams_of(earlier)
        self._work += min(len(one), len(other))
        common = len(one.answer & other.answer)
        if _share(common, len(one.answer), len(other.answer)) < SIMILARITY_MIN:
            return False
        # No trigram of these is in both answers, so none is counted twice.
        apart = one.question_only | other.question_only
        common += sum(gram in one and gram in other for gram in apart)
        return _share(common, len(one), len(other)) >= SIMILARITY_MIN


def trigrams(text: str) -> frozenset[str]:
    """All runs of three signs; two spaces stand before the text and one after it."""
    plain = _plain(text)
    if not plain:
        return frozenset()
    padded = f"  {plain} "
    return frozenset([padded[at : at + 3] for at in range(len(padded) - 2)])


def _share(common: int, size: int, other_size: int) -> float:
    """Jaccard, 0 to 1, of two sets by their sizes; two empty sets are equal, so 1."""
    together = size + other_size - common
    return common / together if together else 1.0
