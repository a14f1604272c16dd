"""What is other in one text than in another, word by word: pure.

The shortest way from one to the other by E. W. Myers, "An O(ND) Difference Algorithm
and Its Variations", Algorithmica 1 (1986), 251-266: its work grows with the size of the
texts times the number of differences, and the latter is bounded here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

DIFFERENCES_MAX = 600
"""Texts that differ more are compared by lines, and then as a whole."""

# A word with the spaces after it; signs and line ends stand alone.
_WORDS = re.compile(r"\w+[^\S\n]*|[^\w\s]|[^\S\n]+|\n")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both, in the old text only, or in the new one only."""

    change: Change
    text: str


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """The way from `old` to `new`; what went stands before what came in its place.

    The pieces that are not ADDED join to `old`, those that are not GONE to `new`, to
    the letter. No two neighbours have the same change.
    """
    for pattern in (_WORDS, _LINES):
        steps = _steps(pattern.findall(old), pattern.findall(new))
        if steps is not None:
            return _joined(steps)
    return _joined([(Change.GONE, old), (Change.ADDED, new)])


_Step = tuple[Change, str]


def _steps(old: Sequence[str], new: Sequence[str]) -> list[_Step] | None:
    """Every token with what became of it; None where too much differs."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = _middle_steps(old[start : len(old) - end], new[start : len(new) - end])
    if middle is None:
        return None
    before, after = old[:start], old[len(old) - end :]
    return [*_same(before), *middle, *_same(after)]


def _same(tokens: Sequence[str]) -> Iterator[_Step]:
    return ((Change.SAME, token) for token in tokens)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _middle_steps(old: Sequence[str], new: Sequence[str]) -> list[_Step] | None:
    if not (old and new):
        gone = [(Change.GONE, token) for token in old]
        return gone + [(Change.ADDED, token) for token in new]
    trace = _trace(old, new)
    return None if trace is None else list(reversed(list(_back(old, new, trace))))


_Reach = dict[int, int]
"""By diagonal (place in old less place in new): how far one got in the old text."""


def _trace(old: Sequence[str], new: Sequence[str]) -> list[_Reach] | None:
    """How far each number of differences reaches, until the end of both is reached."""
    reach: _Reach = {1: 0}
    trace: list[_Reach] = []
    for differences in range(DIFFERENCES_MAX + 1):
        trace.append(dict(reach))
        for diagonal in range(-differences, differences + 1, 2):
            at = _advanced(reach, diagonal, differences)
            while (
                at < len(old)
                and 0 <= at - diagonal < len(new)
                and old[at] == new[at - diagonal]
            ):
                at += 1
            reach[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return trace
    return None


def _goes_down(reach: _Reach, diagonal: int, differences: int) -> bool:
    """Whether the best way onto this diagonal adds a token of the new text."""
    if diagonal in (-differences, differences):
        return diagonal == -differences
    return reach[diagonal - 1] < reach[diagonal + 1]


def _advanced(reach: _Reach, diagonal: int, differences: int) -> int:
    if _goes_down(reach, diagonal, differences):
        return reach[diagonal + 1]
    return reach[diagonal - 1] + 1


def _back(
    old: Sequence[str], new: Sequence[str], trace: Sequence[_Reach]
) -> Iterator[_Step]:
    """The steps from the end to the beginning."""
    at, place = len(old), len(new)
    for differences in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[differences], at - place
        if not differences:
            yield from _same(old[:at][::-1])
            return
        is_down = _goes_down(reach, diagonal, differences)
        before = diagonal + 1 if is_down else diagonal - 1
        came_from = reach[before]
        while at > came_from + (not is_down) and place > came_from - before + is_down:
            at, place = at - 1, place - 1
            yield Change.SAME, old[at]
        if is_down:
            place -= 1
            yield Change.ADDED, new[place]
        else:
            at -= 1
            yield Change.GONE, old[at]


def _joined(steps: Sequence[_Step]) -> tuple[Piece, ...]:
    """Runs of steps as pieces; between what stayed, all that went stands first."""
    pieces: list[Piece] = []
    gone: list[str] = []
    added: list[str] = []
    same: list[str] = []

    def close(change: Change, texts: list[str]) -> None:
        if text := "".join(texts):
            pieces.append(Piece(change, text))
        texts.clear()

    for change, text in steps:
        if change is Change.SAME:
            close(Change.GONE, gone)
            close(Change.ADDED, added)
            same.append(text)
        else:
            close(Change.SAME, same)
            (gone if change is Change.GONE else added).append(text)
    for change, texts in zip(Change, (same, gone, added), strict=True):
        close(change, texts)
    return tuple(pieces)
