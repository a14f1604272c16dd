"""What somebody typed into a search box, as PostgreSQL's text search asks for it. Pure.

Every piece must be found: `lambda "event source" ec2:Create` has three. A piece in
quotation marks is found as it stands, others also by near words: those that begin with
it or hold it, other forms, and what a slip of the finger makes of it.
"""

import dataclasses
import re
from collections.abc import Iterable

TEXT_MAX_CHARACTERS = 300
PIECES_MAX = 12
"""So many pieces are looked for; what comes after them is not."""

NEAR_FROM_CHARACTERS = 4
"""Shorter words are near to too many others; they are found by how they begin."""

BEGIN_FROM_CHARACTERS = 2
_NEAR_MAX, _NEAR_MIN = 24, 6

_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_TWO_SLIPS_FROM_CHARACTERS = 8
_STEM_MIN_CHARACTERS, _ENDING_MAX_CHARACTERS = 4, 3
_LONG_STEM_CHARACTERS, _LONG_ENDING_CHARACTERS = 6, 6

NO_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31f0-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Letters of scripts without spaces between words (as `decks_folded` has them)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A word as typed, or a phrase from between quotation marks."""

    text: str
    is_quoted: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A piece as the index has it: its words in a row, and near ones for each."""

    words: tuple[str, ...]
    is_quoted: bool = False
    near: tuple[tuple[str, ...], ...] = ()

    @property
    def is_one_row(self) -> bool:
        """Whether it is only found with its words side by side."""
        return self.is_quoted or any(NO_SPACES.match(word) for word in self.words)


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """All pieces; empty where nothing that was typed is a word."""

    words: tuple[Word, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def exact(self) -> str:
        """A tsquery: each piece as it was typed."""
        return " & ".join(_row(word.words) for word in self.words)

    @property
    def wide(self) -> str:
        """A tsquery: each piece, or the words nearest to it, by name."""
        most = near_max(sum(len(word.words) for word in self.words))
        return " & ".join(_near(word, most, is_begun=False) for word in self.words)

    @property
    def begun(self) -> str:
        """The same with every near word and all that begin like a typed one.

        For rows that are looked at one by one: an index would gather all such words of
        all cards.
        """
        return " & ".join(_near(word, None, is_begun=True) for word in self.words)

    @property
    def has_row(self) -> bool:
        """Whether words must stand side by side, however wide it is looked for."""
        return any(word.is_one_row and len(word.words) > 1 for word in self.words)

    @property
    def found_words(self) -> frozenset[str]:
        """Whatever of it may stand on a card, for marking."""
        near = (n for word in self.words for names in word.near for n in names)
        return frozenset(w for word in self.words for w in word.words) | set(near)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """Words that also mark what begins with them."""
        free = (word for word in self.words if not word.is_one_row)
        return tuple(
            w for word in free for w in word.words if len(w) >= BEGIN_FROM_CHARACTERS
        )


def pieces_of(text: str) -> list[Piece]:
    """The first pieces of what was typed. A quotation mark left open ends at the end.

    NUL, which PostgreSQL does not take, parts words like a space.
    """
    found = []
    for match in _PIECE.finditer(text[:TEXT_MAX_CHARACTERS].replace("\0", " ")):
        phrase, word = match.groups()
        piece = Piece(word) if phrase is None else Piece(phrase.strip(), True)
        if piece.text:
            found.append(piece)
    return found[:PIECES_MAX]


def near_max(words: int) -> int:
    """How many near words each of so many may bring to an index: they cost the time.

    Many words say well enough what is meant.
    """
    each = _NEAR_MAX // max(1, words)
    return each if each >= _NEAR_MIN else 0


def farness(typed: str, known: str) -> int | None:
    """How far a near word is from the typed one, in letters; None where it is not near.

    Near is what holds the typed word, another form of it (the beginning is the same,
    the ending short), and what a slip makes of it: a letter more, less, another or two
    exchanged; one such from four letters on, two from eight.
    """
    if typed in known:
        return len(known) - len(typed)
    slips = distance(typed, known)
    most = 1 + (len(typed) >= _TWO_SLIPS_FROM_CHARACTERS)
    is_slip = len(typed) >= NEAR_FROM_CHARACTERS and slips <= most
    return slips if is_slip or _differ_by_ending(typed, known) else None


def nearest(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """The near ones among `known`, the nearest first."""
    far = {word: farness(typed, word) for word in set(known) - {typed}}
    near = [(letters, word) for word, letters in far.items() if letters is not None]
    return tuple(word for _, word in sorted(near))


def distance(one: str, other: str) -> int:
    """Slips between two words: letters put in, left out, exchanged, neighbours swapped.

    Optimal string alignment: Boytsov, "Indexing methods for approximate dictionary
    searching" (2011), section 2.2.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def swapped(word: str) -> list[str]:
    """The word with two neighbours exchanged, each way: trigrams miss short ones."""
    return [
        word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)
    ]


def _differ_by_ending(one: str, other: str) -> bool:
    stem = 0
    while stem < min(len(one), len(other)) and one[stem] == other[stem]:
        stem += 1
    ending = max(len(one), len(other)) - stem
    if stem >= _LONG_STEM_CHARACTERS:
        return ending <= _LONG_ENDING_CHARACTERS
    return stem >= _STEM_MIN_CHARACTERS and ending <= _ENDING_MAX_CHARACTERS


def _row(words: Iterable[str]) -> str:
    return "(" + " <-> ".join(_quoted(word) for word in words) + ")"


def _near(word: Word, most: int | None, *, is_begun: bool) -> str:
    if word.is_one_row:
        return _row(word.words)
    groups = (
        _any_of(typed, near[:most], is_begun=is_begun)
        for typed, near in zip(word.words, word.near, strict=True)
    )
    return " & ".join(groups)


def _any_of(typed: str, near: Iterable[str], *, is_begun: bool) -> str:
    begins = is_begun and len(typed) >= BEGIN_FROM_CHARACTERS
    names = [_quoted(typed) + (":*" if begins else ""), *map(_quoted, near)]
    return "(" + " | ".join(names) + ")"


def _quoted(word: str) -> str:
    """A word as a tsquery takes it, whatever stands in it."""
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
