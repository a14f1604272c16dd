"""Readers, one module per format: bytes in; cards and problems out. All are pure."""

import dataclasses
from collections.abc import Callable

from decks.transfer.formats import brainscape
from decks.transfer.formats.parsed import (
    AUTO,
    NotADeck,
    ParsedCard,
    ParsedDeck,
    Problem,
    Reading,
)
from decks.transfer.formats.same_questions import find_same_questions
from decks.transfer.formats.separators import SEPARATOR_WORDS, parse_separator
from decks.transfer.formats.text import ENCODING_WORDS, decode

READERS: dict[str, Callable[[str, Reading], ParsedDeck]] = {
    "brainscape": brainscape.read
}
"""By the name that `--format` takes."""

FORMAT_WORDS: dict[str, str] = {
    "brainscape": "numbered Q and A, as copied from a Brainscape page",
    "csv": "a table, one card a row",
    "quizlet": "two separators, as copied from Quizlet",
    "anki": "Anki notes as text",
    "mnemosyne": "Mnemosyne, one card a line",
    "qa": "lines Q: and A:",
    "markdown": "Markdown",
    "json": "our own JSON",
}
"""What people call each of READERS, in the order of a menu."""

AS_FOUND = Reading()


def read(data: bytes, reading: Reading = AS_FOUND) -> ParsedDeck:
    """The deck that `data` holds, read as `reading` says.

    Its own `reading` says what was found or chosen. Raises NotADeck, with the place,
    where there is no deck or the reading does not fit. Time and memory grow with
    `len(data)`, which has a limit.
    """
    text, encoding, problems = decode(data, reading.encoding)
    reading = dataclasses.replace(reading, encoding=encoding)
    if reading.format == AUTO:
        reading = dataclasses.replace(reading, format="brainscape")
    parsed = READERS[reading.format](text, reading)
    return dataclasses.replace(parsed, problems=(*problems, *parsed.problems))


__all__ = [
    "AUTO",
    "ENCODING_WORDS",
    "FORMAT_WORDS",
    "READERS",
    "SEPARATOR_WORDS",
    "NotADeck",
    "ParsedCard",
    "ParsedDeck",
    "Problem",
    "Reading",
    "find_same_questions",
    "parse_separator",
    "read",
]
