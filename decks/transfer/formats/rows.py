"""Rows and cells of a table in plain text: RFC 4180, and what people make of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_CELLS_MAX = 100
"""What follows so many separators in a row is one cell."""

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')


@dataclass(slots=True)
class Row:
    """A row that starts at `line`, from 1.

    `quoted` are the places of cells that stood in quotation marks. `unclosed` says
    that a quotation mark opens a cell and none closes it up to the end of the text;
    `broken` that one opens a cell that goes on after the mark that closes it.
    """

    line: int
    cells: list[str]
    quoted: frozenset[int] = field(default=frozenset())
    unclosed: bool = False
    broken: bool = False


def quoted_rows(text: str, separator: str, start_line: int = 1) -> Iterator[Row]:
    """The rows that are not blank; cells in quotation marks may run over lines.

    A quotation mark is one only at the start of a cell, and only where a separator or
    a line end follows the mark that closes it; inside, two stand for one. All others
    are signs of the text. Time grows with the text: a mark that closes in vain ends
    the next attempt at once.
    """
    at, line, size = 0, start_line, len(text)
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        if text.find('"', at, end) < 0:
            if not text[at:end].isspace() and at < end:
                yield Row(line, text[at:end].split(separator, _CELLS_MAX))
            at, line = end + 1, line + 1
            continue
        row, end = _Row(text, at, separator, line).read()
        yield row
        line += text.count("\n", at, end) + 1
        at = end + 1


class _Row:
    """One row with quotation marks in it, from `at` on."""

    def __init__(self, text: str, at: int, separator: str, line: int) -> None:
        self.text, self.at, self.separator = text, at, separator
        self.row = Row(line, [])

    def read(self) -> tuple[Row, int]:
        """The row, and the place of the line end after it."""
        quoted: set[int] = set()
        while True:
            cell = self._quoted_cell() if self._is_marked() else None
            if cell is None:
                cell = self._bare_cell()
            else:
                quoted.add(len(self.row.cells))
            self.row.cells.append(cell)
            if not self.text.startswith(self.separator, self.at):
                self.row.quoted = frozenset(quoted)
                return self.row, self.at
            self.at += len(self.separator)

    def _is_marked(self) -> bool:
        few = len(self.row.cells) < _CELLS_MAX
        return few and self.text.startswith('"', self.at)

    def _quoted_cell(self) -> str | None:
        found = _QUOTED.match(self.text, self.at)
        if not found:
            self.row.unclosed = True
            return None
        end = found.end()
        ends = end == len(self.text) or self.text[end] == "\n"
        if not ends and not self.text.startswith(self.separator, end):
            self.row.broken = True
            return None
        self.at = end
        return found[1].replace('""', '"')

    def _bare_cell(self) -> str:
        line_end = self.text.find("\n", self.at)
        line_end = len(self.text) if line_end < 0 else line_end
        end = self.text.find(self.separator, self.at, line_end)
        if end < 0 or len(self.row.cells) == _CELLS_MAX:
            end = line_end
        cell, self.at = self.text[self.at : end], end
        return cell


def plain_rows(
    text: str, separator: str, row_separator: str = "\n", start_line: int = 1
) -> Iterator[Row]:
    """The rows that are not blank, where no quotation mark is more than a sign."""
    line = start_line
    for chunk in text.split(row_separator):
        bare = chunk.strip("\n")
        if bare and not bare.isspace():
            above = len(chunk) - len(chunk.lstrip("\n"))
            yield Row(line + above, bare.split(separator, _CELLS_MAX))
        line += chunk.count("\n") + row_separator.count("\n")


def quotes_are_none(rows: list[Row], text: str, separator: str) -> bool:
    """Whether the quotation marks that `quoted_rows` took off are signs of the text.

    They are where nothing needed them, neither a separator nor a line end nor a mark
    inside nor a space at an end, and no column has them all the way down; and where
    every line by itself is a whole row, but with them rows get lost or cells run over
    many lines.
    """
    marked = [row for row in rows if row.quoted]
    if not marked:
        return False
    if any(_needs_quotes(row, separator) for row in marked):
        return _swallow_rows(marked, rows, text, separator)
    return not _quotes_a_column(rows)


def _needs_quotes(row: Row, separator: str) -> bool:
    cells = [row.cells[place] for place in row.quoted]
    signs = (separator, "\n", '"')
    return any(c != c.strip() or any(sign in c for sign in signs) for c in cells)


def _quotes_a_column(rows: list[Row]) -> bool:
    """Whether all cells of a column but empty ones and a header's are quoted."""
    body = rows[1:] or rows
    places = set[int]().union(*(row.quoted for row in body))
    return any(
        all(
            place in row.quoted or place >= len(row.cells) or not row.cells[place]
            for row in body
        )
        for place in places
    )


_SWALLOWED_LINES = 3


def _swallow_rows(
    marked: list[Row], rows: list[Row], text: str, separator: str
) -> bool:
    runs = [row.cells[p].count("\n") for row in marked for p in row.quoted]
    if not max(runs):
        return False
    ragged = len({len(row.cells) for row in rows}) > 1
    if not ragged and max(runs) < _SWALLOWED_LINES:
        return False
    widths = {len(row.cells) for row in plain_rows(text, separator)}
    return len(widths) == 1 and widths != {1}
