"""Reads tables: CSV, TSV, any separator; also Brainscape's CSV and our own.

A cell is kept to the letter. Columns are known by their header, else the first is the
question and the second the answer. Of Brainscape's labelled columns a side is made:
prompt, body, `| clarifier`, `| footnote`, with blank lines between. A column "tags"
holds tags with `;` or `,` between. The apostrophe that hinders formulas is taken off.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from decks.cards import formulas
from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.parsed import CARDS_MAX, NotADeck, ParsedDeck, Reading
from decks.transfer.formats.rows import Row, plain_rows, quoted_rows, quotes_are_none
from decks.transfer.formats.separators import in_words
from decks.transfer.formats.table_columns import (
    Columns,
    by_names,
    cell_at,
    is_header,
    join_parts,
)
from decks.transfer.formats.table_separator import find_frame, named_separator
from decks.transfer.formats.tag_cells import read_tags

OUR_HEADER = ("question", "answer", "tags")
"""The first row of our own CSV."""

MORE_THAN_ONCE = (
    "The separator stands here more than once: what follows the first is the answer."
)

_ROWS_MAX = CARDS_MAX + 2
"""The header, and the row that is one too many."""


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the table. Raises NotADeck where no separator is found."""
    named, start_line = named_separator(text), 1
    if named:
        text, start_line = text.partition("\n")[2], 2
        reading = dataclasses.replace(reading, separator=reading.separator or named)
    reading = with_separators(text, reading)
    collector = Collector()
    rows = _rows(text, reading, collector, start_line)
    if not rows:
        raise NotADeck(f"line {start_line}", "There is no row of cells.")
    has_header = reading.has_header
    if has_header is None:
        has_header = is_header(rows[0].cells)
    if has_header and len(rows) == 1:
        raise NotADeck(f"line {rows[0].line}", "No row follows the header.")
    columns = by_names(rows[0].cells) if has_header else Columns()
    _Table(rows[1:] if has_header else rows, columns, reading, collector).collect()
    return collector.deck(dataclasses.replace(reading, has_header=has_header))


def with_separators(text: str, reading: Reading, *, quotes: bool = True) -> Reading:
    """The reading with the separators that were found. Raises NotADeck for none.

    Without `quotes` no quotation mark is more than a sign and no row a header.
    """
    if reading.row_separator and reading.separator:
        return reading
    frame = find_frame(text, reading.separator, quotes=quotes)
    if frame is None:
        sign = in_words(reading.separator) if reading.separator else "sign"
        what = f"There is no {sign} between questions and answers here, "
        what += "so no card was found."
        raise NotADeck(f"lines 1 to {text.count(chr(10)) + 1}", what)
    return dataclasses.replace(
        reading,
        separator=frame.separator,
        row_separator=reading.row_separator or frame.row_separator,
    )


def _rows(
    text: str, reading: Reading, collector: Collector, start_line: int
) -> list[Row]:
    separator = reading.separator
    if reading.row_separator != "\n":
        return _few(plain_rows(text, separator, reading.row_separator, start_line))
    rows = _few(quoted_rows(text, separator, start_line))
    is_ours = bool(rows) and tuple(rows[0].cells) == OUR_HEADER
    if not is_ours and quotes_are_none(rows, text, separator):
        line = next(row.line for row in rows if row.quoted)
        collector.tell_line(line, "Quotation marks around cells were kept as text.")
        return _few(plain_rows(text, separator, start_line=start_line))
    tell_unclosed(rows, collector)
    return rows


def tell_unclosed(rows: Sequence[Row], collector: Collector) -> None:
    """Tell the first quotation mark that opens a cell and is never closed."""
    line = next((row.line for row in rows if row.unclosed), None)
    if line is not None:
        what = "A quotation mark opens here and nothing closes it: taken as text."
        collector.tell_line(line, f"{what} The file may be cut off.")


def _few(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, _ROWS_MAX))


class _Table:
    """The rows below the header, and what their columns mean."""

    def __init__(
        self, rows: list[Row], columns: Columns, reading: Reading, collector: Collector
    ) -> None:
        self.rows, self.columns, self.reading = rows, columns, reading
        self.collector = collector
        self.width = len(columns.names) or self._usual_width()
        self.guarded = self._is_guarded()

    def collect(self) -> None:
        self._tell_left_out_columns()
        for row in self.rows:
            self._add(row)

    def _usual_width(self) -> int:
        widths = Counter(len(row.cells) for row in self.rows)
        return max(widths, key=lambda width: widths[width], default=2)

    def _is_guarded(self) -> bool:
        """Whether apostrophes before formulas may be taken off.

        In a table that has a formula without one they are signs of the text.
        """
        if self.columns.names == OUR_HEADER:
            return True
        cells = (cell for row in self.rows for cell in row.cells)
        return not any(formulas.is_formula(cell) for cell in cells)

    def _add(self, row: Row) -> None:
        cells = self._as_wide(row)
        if self.guarded:
            cells = self._unguarded(row, cells)
        columns, collector = self.columns, self.collector
        collector.add(
            row.line,
            join_parts(cells, columns.question),
            join_parts(cells, columns.answer),
            read_tags(cell_at(cells, columns.tags)),
            cell_at(cells, columns.key).strip(),
        )
        if len(row.cells) < 2 <= self.width:
            what = f"No {in_words(self.reading.separator)} stands in this row."
            collector.tell(row.line, what)

    def _as_wide(self, row: Row) -> Sequence[str]:
        """The cells; of a row with more than two columns where there are two, all."""
        extra = row.cells[self.width :]
        if not extra or self.width < 2:
            return row.cells
        if self.width == 2 and not self.columns.names:
            self.collector.tell_next(row.line, MORE_THAN_ONCE)
            return [row.cells[0], self.reading.separator.join(row.cells[1:])]
        what = f"More cells than columns; left out: “{quoted(extra[0])}”."
        self.collector.tell_next(row.line, what)
        return row.cells

    def _unguarded(self, row: Row, cells: Sequence[str]) -> Sequence[str]:
        bare = [formulas.unguard(cell) for cell in cells]
        if bare != list(cells) and self.columns.names != OUR_HEADER:
            what = "An apostrophe before = + - or @ was taken off {times}."
            self.collector.count(row.line, what)
        return bare

    def _tell_left_out_columns(self) -> None:
        line = self.rows[0].line if self.rows else 1
        for column in range(self.width):
            if column in self.columns.used:
                continue
            name = self.columns.names[column] if self.columns.names else ""
            named = f", “{quoted(name)}”," if name.strip() else ""
            if any(cell_at(row.cells, column).strip() for row in self.rows):
                what = f"Column {column + 1}{named} was left out."
                self.collector.tell_line(line, what)
