"""Where the words of a search stand in a text, for marking them. Pure.

The index decides what is found; this only shows it, and folds accents and case in about
the same way. Whatever it misses stays unmarked, nothing is ever left out of a text.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Sequence

from decks.cards.wanted_words import Wanted

EXCERPT_CHARACTERS = 300
_BEFORE_CHARACTERS = 48
_HITS_MAX = 200

# Letters and digits, with the signs that some scripts write on or around them.
_WORD = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983"
    "\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d"
    "\u0c81-\u0ccd\u0d00-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+"
)
_UNLIKE_PARTS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th"}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that was looked for, or that stands between two such."""

    text: str
    is_found: bool


def parts(text: str, wanted: Wanted) -> list[Part]:
    """The text in stretches: put together they are the text to the letter."""
    return _cut(text, _hits(text, wanted))


def excerpt(text: str, wanted: Wanted) -> list[Part]:
    """Some EXCERPT_CHARACTERS around the first hit, on one line; else the beginning."""
    hits = _hits(text, wanted)
    start = _start(text, hits[0][0]) if hits else 0
    window = " ".join(text[start : start + EXCERPT_CHARACTERS].split())
    cut = parts(window, wanted)
    return [Part("… ", False), *cut] if start else cut


def folded(word: str) -> str:
    """About what `decks_folded` makes of a word: no case, no accents."""
    bare = unicodedata.normalize("NFD", word.lower().translate(_UNLIKE_PARTS))
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", bare))


def _start(text: str, first: int) -> int:
    """Some words before the first hit, at a word's beginning."""
    if first <= _BEFORE_CHARACTERS:
        return 0
    wide = first - _BEFORE_CHARACTERS
    gap = re.search(r"\s", text[wide:first])
    return wide + gap.end() if gap else wide


def _hits(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    words, beginnings = wanted.found_words, wanted.beginnings
    rows = _unspaced_rows(wanted)
    hits: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word = folded(match[0])
        if _is_found(word, words, beginnings):
            hits.append(match.span())
        elif rows:
            hits += _inside(match, rows)
        if len(hits) >= _HITS_MAX:
            break
    return hits


def _is_found(word: str, words: Collection[str], beginnings: Sequence[str]) -> bool:
    return word in words or word.startswith(tuple(beginnings))


def _unspaced_rows(wanted: Wanted) -> list[str]:
    """Phrases of scripts without spaces, which stand inside a longer run of letters."""
    return [
        "".join(word.words)
        for word in wanted.words
        if word.is_one_row and not word.is_quoted
    ]


def _inside(match: re.Match[str], rows: Sequence[str]) -> list[tuple[int, int]]:
    run = match[0].lower()
    found = (
        (match.start() + at.start(), match.start() + at.end())
        for row in rows
        for at in re.finditer(re.escape(row), run)
    )
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _cut(text: str, hits: Sequence[tuple[int, int]]) -> list[Part]:
    cut: list[Part] = []
    at = 0
    for start, end in hits:
        if start > at:
            cut.append(Part(text[at:start], False))
        cut.append(Part(text[start:end], True))
        at = end
    if at < len(text):
        cut.append(Part(text[at:], False))
    return cut
