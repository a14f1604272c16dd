"""Which sign separates the cells of a table: found by the rows it makes."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from decks.transfer.formats.rows import Row, plain_rows, quoted_rows
from decks.transfer.formats.table_columns import is_header

_NAMED = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
_SAMPLE_ROWS = 1000
_STRONG = ("\t", " | ", "|")
_WEAK = ("; ", ";", ", ", ",", " / ", " – ", " - ")
_BARE = (";", ",")
"""In prose a space follows these."""

_CANDIDATES = (*_STRONG, *_WEAK)
"""Better ones first: a tab is hardly ever written by chance, a comma all the time."""

_ROW_SEPARATORS = ("\n\n", ";")
_SHARE_MIN = {True: 0.5, False: 0.9}
_SENTENCE_ENDS = (".", "!", "?", "…", "。")


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """A separator and what speaks for it.

    `share` of the rows (0 to 1) has `width` cells, which are more than one;
    in `broken_share` of them quotation marks do not fit the cells.
    """

    separator: str
    row_separator: str = "\n"
    share: float = 0.0
    rows: int = 0
    width: int = 0
    has_header: bool = False
    broken_share: float = 0.0

    @property
    def is_strong(self) -> bool:
        return self.separator in _STRONG

    @property
    def is_whole(self) -> bool:
        """Whether there is no need to look for rows within the only line."""
        return self.rows > 1 or (self.is_strong and self.width == 2)

    @property
    def is_sure(self) -> bool:
        """Whether this is a table, whatever else the text looks like."""
        enough = 1 if self.separator == "\t" else 3
        return self.has_header or (self.share == 1 and self.rows >= enough)


def named_separator(text: str) -> str:
    """The sign that a first line `sep=;` names, as spreadsheets read it; else ""."""
    found = _NAMED.match(text)
    return found[1] if found else ""


def find_frame(text: str, separator: str = "", *, quotes: bool = True) -> Frame | None:
    """The frame that fits best, if any does; with `separator` only that one is tried.

    Looks at the first 1,000 rows. Without `quotes` no row is taken for a header.
    """
    candidates = (separator,) if separator else _CANDIDATES
    tried = [_tried(text, one, quotes=quotes) for one in candidates if one in text]
    best = max(tried, key=_rank, default=None)
    if best and (best.has_header or best.share == 1) and best.is_whole:
        return best
    apart = _with_rows_apart(text, candidates)
    return apart or (best if best and best.share else None)


def is_likely(frame: Frame, text: str) -> bool:
    """Whether the frame is no chance: prose has commas and dashes too."""
    if frame.has_header:
        return True
    if frame.share < _SHARE_MIN[frame.is_strong]:
        return False
    if frame.is_strong or frame.separator in _BARE:
        return frame.row_separator == "\n" or frame.rows > 1
    return frame.rows > 1 and not _is_prose(text)


def _rank(frame: Frame) -> tuple[bool, float, float]:
    return frame.has_header, frame.share, -frame.broken_share


def _tried(text: str, separator: str, *, quotes: bool) -> Frame:
    found = quoted_rows(text, separator) if quotes else plain_rows(text, separator)
    frame = _framed(list(islice(found, _SAMPLE_ROWS)), separator, "\n")
    return frame if quotes else dataclasses.replace(frame, has_header=False)


def _framed(rows: list[Row], separator: str, row_separator: str) -> Frame:
    widths = Counter(len(row.cells) for row in rows)
    wide = [(often, width) for width, often in widths.items() if width > 1]
    often, width = max(wide, default=(0, 0))
    total = max(1, len(rows))
    broken = sum(row.broken or row.unclosed for row in rows)
    has_header = bool(rows) and is_header(rows[0].cells)
    return Frame(
        separator,
        row_separator,
        often / total,
        len(rows),
        width,
        has_header,
        broken / total,
    )


def _with_rows_apart(text: str, candidates: tuple[str, ...]) -> Frame | None:
    """Cards that something else than a line end separates: each has two cells."""
    for row_separator in _ROW_SEPARATORS:
        if row_separator not in text.strip():
            continue
        for separator in candidates:
            if row_separator in separator or separator not in text:
                continue
            rows = list(_sample(text, separator, row_separator))
            if len(rows) > 1 and all(len(row.cells) == 2 for row in rows):
                return _framed(rows, separator, row_separator)
    return None


def _sample(text: str, separator: str, row_separator: str) -> Iterator[Row]:
    return islice(plain_rows(text, separator, row_separator), _SAMPLE_ROWS)


def _is_prose(text: str) -> bool:
    """Whether most of the first lines end as sentences do."""
    lines = [line.rstrip() for line in text[:20_000].split("\n") if line.strip()]
    sentences = sum(line.endswith(_SENTENCE_ENDS) for line in lines)
    return sentences * 2 > len(lines)
