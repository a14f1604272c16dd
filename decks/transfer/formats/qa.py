"""Reads SuperMemo's text: lines `Q:` and `A:`, a blank line between cards.

A side runs over the lines up to the next sign. Several `Q:` (or `A:`) lines in a row
are lines of one side, as SuperMemo writes them. The space after the sign belongs to it.
"""

import re

from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.parsed import NotADeck, ParsedDeck, Reading
from decks.transfer.formats.text import without_outer_blank_lines

_SIGN = re.compile(r"[ \t]*(?:Q|Question|A|Answer):[ \t]?")


def looks_like(text: str) -> bool:
    """Whether a line `Q:` stands in the text and a line `A:` soon after it."""
    lines = [line.lstrip() for line in text.split("\n")]
    asked = next((n for n, line in enumerate(lines) if _sign_of(line) == "Q"), None)
    return asked is not None and any(_sign_of(line) == "A" for line in lines[asked:])


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the text. Raises NotADeck where no line is `Q:`."""
    return _Reader(reading).read(text.split("\n"))


def _sign_of(line: str) -> str:
    """Q or A where the line begins with that sign, else ""."""
    found = _SIGN.match(line) if ":" in line[:20] else None
    return found[0].strip()[0] if found else ""


class _Reader:
    """Takes the lines in order and holds the card that is being read."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.collector = reading, Collector()
        self.line = 0
        self.question: list[str] = []
        self.answer: list[str] | None = None
        self.before: list[str] = []
        self.last_sign = ""

    def read(self, lines: list[str]) -> ParsedDeck:
        for number, line in enumerate(lines, start=1):
            self._take(number, line)
        if not self.line:
            what = "No line begins with Q:, so no card was found."
            raise NotADeck(f"lines 1 to {len(lines)}", what)
        if self.answer is None:
            self.collector.tell_next(self.line, "No A: follows.")
        self._finish()
        return self.collector.deck(self.reading, title=self._title())

    def _take(self, number: int, line: str) -> None:
        sign = _sign_of(line)
        text = _SIGN.sub("", line, count=1) if sign else line
        if sign == "Q":
            self._ask(number, text)
        elif not self.line:
            self.before.append(line)
        elif sign == "A":
            self._answer(number, text)
        else:
            (self.question if self.answer is None else self.answer).append(text)
        self.last_sign = sign

    def _ask(self, number: int, text: str) -> None:
        goes_on = self.line and self.answer is None and self.question[-1].strip()
        if goes_on:
            self.question.append(text)
            return
        if self.line:
            if self.answer is None:
                self.collector.tell_next(self.line, "No A: follows before the next Q:.")
            self._finish()
        self.line, self.question, self.answer = number, [text], None

    def _answer(self, number: int, text: str) -> None:
        if self.answer is None:
            self.answer = [text]
            return
        if self.last_sign != "A":
            self.collector.tell_next(number, "A second A: taken as a line of text.")
        self.answer.append(text)

    def _finish(self) -> None:
        question = without_outer_blank_lines(self.question)
        answer = without_outer_blank_lines(self.answer or [])
        self.collector.add(self.line, question, answer)

    def _title(self) -> str:
        """A single line before the first card; more is told and left out."""
        text = without_outer_blank_lines(self.before)
        if "\n" not in text:
            return text.lstrip("#").strip()
        what = f"Text before the first card was left out: “{quoted(text)}”."
        self.collector.tell_line(1, what)
        return ""
