"""The signs of a copied Brainscape page: where numbers, Q, A and the tails stand.

A card's frame is its number alone on a line, then `Q`, the question, `A`, the answer.
Some cards end in a copied tail, the page's own rating row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TAIL_HEAD = "How well did you know this?"
_TAIL = (TAIL_HEAD, "1", "Not at all", "2", "3", "4", "5", "Perfectly")
_TORN_HEAD_MIN = len("How well")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# Copied right-to-left pages carry direction marks, which nobody sees.
_UNSEEN = (
    " \t\f\v\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a card starts: the line of its number, the first line of its question.

    `given` is the number that stands there, None where only `Q` does.
    `framed` says that there is a `Q`.
    """

    line: int
    text: int
    given: int | None
    framed: bool = True


class Page:
    """The lines of a page, as they are and bare (without what nobody sees)."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.bare = [line.strip(_UNSEEN) for line in self.lines]

    def next_text(self, start: int, end: int) -> int:
        """The first line in [start, end) that is not blank, else `end`."""
        while start < end and not self.bare[start]:
            start += 1
        return start

    def last_text(self, start: int, end: int) -> int:
        """The last line in [start, end) that is not blank, else `start - 1`."""
        end -= 1
        while end >= start and not self.bare[end]:
            end -= 1
        return end

    def number_at(self, line: int) -> int | None:
        """The number that stands alone on the line."""
        return int(self.bare[line]) if _NUMBER.fullmatch(self.bare[line]) else None

    def find(self, sign: str, start: int, end: int) -> int | None:
        """The first line in [start, end) that holds `sign` and nothing else."""
        try:
            return self.bare.index(sign, start, end)
        except ValueError:
            return None

    def tail_end(self, start: int, end: int) -> int | None:
        """The line after the whole tail that begins at `start`, if one does."""
        at = start
        for sign in _TAIL:
            at = self.next_text(at, end)
            if at == end or self.bare[at] != sign:
                return None
            at += 1
        return at

    def find_tail(self, start: int, end: int) -> tuple[int, int] | None:
        """The first whole tail in [start, end): its first line, the one after it."""
        while (head := self.find(TAIL_HEAD, start, end)) is not None:
            if tail_end := self.tail_end(head, end):
                return head, tail_end
            start = head + 1
        return None

    def find_torn_tail(self, start: int, end: int) -> int | None:
        """Where [start, end) ends in a tail of which signs or letters are missing."""
        heads = [i for i in range(max(start, end - 40), end) if self.is_tail_head(i)]
        if not heads:
            last = self.last_text(start, end)
            torn = last >= start and len(self.bare[last]) >= _TORN_HEAD_MIN
            return last if torn and TAIL_HEAD.startswith(self.bare[last]) else None
        rest = iter(_TAIL[1:])
        left = (bare for bare in self.bare[heads[-1] + 1 : end] if bare)
        seen = all(any(sign.startswith(bare) for sign in rest) for bare in left)
        return heads[-1] if seen else None

    def is_tail_head(self, line: int) -> bool:
        """Whether the line is the first of a tail."""
        return self.bare[line] == TAIL_HEAD

    def follows_tail(self, line: int) -> bool:
        """Whether the last text before the line is the end of a whole tail."""
        last = self.last_text(max(0, line - 40), line)
        if last < 0 or self.bare[last] != _TAIL[-1]:
            return False
        return any(
            self.is_tail_head(head) and self.tail_end(head, line) == last + 1
            for head in range(max(0, last - 40), last)
        )

    def framed_starts(self) -> Iterator[Start]:
        """Each number followed by a line `Q`, and each `Q` right after a tail."""
        previous = 0
        for line in self.all_lines("Q"):
            above = self.last_text(previous, line)
            number = self.number_at(above) if above >= previous else None
            if number is not None:
                yield Start(above, line + 1, number)
            elif self.follows_tail(line):
                yield Start(line, line + 1, None)
            previous = line + 1

    def all_lines(self, sign: str) -> Iterator[int]:
        """Every line that holds `sign` and nothing else."""
        start = 0
        while (line := self.find(sign, start, len(self.bare))) is not None:
            yield line
            start = line + 1


def quote(lines: Sequence[str]) -> str:
    """The beginning of the first line that is not blank, for a message."""
    first = next((line.strip() for line in lines if line.strip()), "")
    return first if len(first) <= 40 else first[:39] + "…"
