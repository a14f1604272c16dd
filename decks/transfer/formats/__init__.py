"""Readers, one module per format: bytes in; cards and problems out. All are pure."""

import dataclasses
import re
from collections.abc import Callable, Iterator

from decks.transfer.formats import (
    anki,
    brainscape,
    markdown,
    mnemosyne,
    own_json,
    qa,
    quizlet,
    table,
)
from decks.transfer.formats.looking import find_format
from decks.transfer.formats.parsed import (
    AUTO,
    NotADeck,
    ParsedCard,
    ParsedDeck,
    Problem,
    Reading,
    bounded,
    place,
)
from decks.transfer.formats.same_questions import find_same_questions
from decks.transfer.formats.separators import SEPARATOR_WORDS, parse_separator
from decks.transfer.formats.text import ENCODING_WORDS, decode

READERS: dict[str, Callable[[str, Reading], ParsedDeck]] = {
    "brainscape": brainscape.read,
    "csv": table.read,
    "quizlet": quizlet.read,
    "anki": anki.read,
    "mnemosyne": mnemosyne.read,
    "qa": qa.read,
    "markdown": markdown.read,
    "json": own_json.read,
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
    text, encoding, told = decode(data, reading.encoding)
    problems = [*told, *_control_characters(text)]
    reading = dataclasses.replace(reading, encoding=encoding)
    if reading.format == AUTO:
        reading, leaps = find_format(text, reading)
        problems += leaps
    parsed = READERS[reading.format](text, reading)
    return dataclasses.replace(parsed, problems=bounded([*problems, *parsed.problems]))


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def _control_characters(text: str) -> Iterator[Problem]:
    """Tells where control characters stand; they stay as they are."""
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start())
        what = f"Here stands a control character, U+{ord(found[0]):04X}: it was kept."
        yield Problem(place(line), what)


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
