"""Tables as files for a spreadsheet. Pure."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from decks.cards.formulas import guard

Cell = str | int | float | dt.date
Row = Sequence[Cell]


def as_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, CRLF rows; days are ISO dates. A text that begins
    like a formula gets an apostrophe before it."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return guard(cell) if isinstance(cell, str) else cell
