"""Which format a text is in, found by looking at it."""

import dataclasses
import re

from decks.transfer.formats import markdown, mnemosyne, own_json, qa
from decks.transfer.formats.anki_header import begins_anki
from decks.transfer.formats.brainscape_page import Page
from decks.transfer.formats.markdown_table import has_table
from decks.transfer.formats.parsed import NotADeck, Problem, Reading
from decks.transfer.formats.table import OUR_HEADER
from decks.transfer.formats.table_separator import (
    Frame,
    find_frame,
    is_likely,
    named_separator,
)

_MNEMOSYNE = (
    "<br> was read as a line end, as Mnemosyne writes it. "
    "Choose a table to keep it as it stands."
)
_OUR_CSV = ",".join(OUR_HEADER) + "\n"
_HALF = 0.5
_QUOTED_CELL = re.compile(r'(?:^|\t)"', re.MULTILINE)
_NO_FRAME = (
    "Nothing here tells questions from answers, so no card was found. Put a tab, a "
    "comma or another sign between them and choose it, or begin lines with Q: and A:."
)


def find_format(text: str, reading: Reading) -> tuple[Reading, tuple[Problem, ...]]:
    """The reading with its format, and the separators if they show it; any leap told.

    The order makes fewest wrong guesses: what says its own name, then frames nobody
    writes by chance, then tables, whose signs stand in any text. With a separator that
    is given only tables and Anki's notes are thought of. Raises NotADeck for a text
    without any frame.
    """
    if named := _by_first_line(text, reading):
        return dataclasses.replace(reading, format=named), ()
    frame = find_frame(text)
    if frame and frame.has_header and frame.share > _HALF and not has_table(text):
        return _as_table(text, frame, reading)
    if framed := _by_frame(text):
        return dataclasses.replace(reading, format=framed), ()
    likely = frame if frame and is_likely(frame, text) else None
    if likely and likely.is_sure:
        return _as_table(text, likely, reading)
    if markdown.looks_like(text):
        return dataclasses.replace(reading, format="markdown"), ()
    if likely:
        return _as_table(text, likely, reading)
    raise NotADeck(f"lines 1 to {text.count(chr(10)) + 1}", _NO_FRAME)


def _by_first_line(text: str, reading: Reading) -> str:
    """The format that the first line or the given separators name, else ""."""
    if begins_anki(text):
        return "anki"
    if reading.row_separator not in ("", "\n"):
        return "quizlet"
    if reading.separator or named_separator(text) or text.startswith(_OUR_CSV):
        return "csv"
    return "json" if own_json.looks_like(text) else ""


def _by_frame(text: str) -> str:
    """The format whose frame stands between the cards, else ""."""
    if _is_brainscape(text):
        return "brainscape"
    if has_table(text):
        return "markdown"
    return "qa" if qa.looks_like(text) else ""


def _is_brainscape(text: str) -> bool:
    """Whether a number stands alone on a line and a line `Q` follows."""
    return "Q" in text and next(Page(text).framed_starts(), None) is not None


def _as_table(
    text: str, frame: Frame, reading: Reading
) -> tuple[Reading, tuple[Problem, ...]]:
    found = dataclasses.replace(
        reading,
        format="csv",
        separator=frame.separator,
        row_separator=frame.row_separator,
    )
    if frame.row_separator != "\n":
        return dataclasses.replace(found, format="quizlet"), ()
    may_be = frame.separator == "\t" and not frame.has_header
    if may_be and not _QUOTED_CELL.search(text) and mnemosyne.is_likely(text):
        line = text[: text.lower().find("<br")].count("\n") + 1
        told = (Problem(f"line {line}", _MNEMOSYNE),)
        return dataclasses.replace(found, format="mnemosyne"), told
    return found, ()
