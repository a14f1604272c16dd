"""Card text as its writer set it: paragraphs of lines, markers found, nothing changed.

All of this is presentation. `indent + marker + text` of a line is that line to the
letter, so what is stored, copied and exported stays the original (DESIGN, "Answer
text").
"""

import re
from dataclasses import dataclass
from enum import StrEnum

SHORT_ANSWER_CHARACTERS = 150
"""Answers under this length are set larger."""

_MAX_DEPTH = 3
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# "•" is always a marker; "*", "-" and "1." are words unless a space follows.
_MARKED = re.compile(r"([ \t]*)(•[ \t]*|[*-][ \t]+|\d{1,3}\.[ \t]+)(?=\S)")
_INDENT = re.compile(r"[ \t]*")


class Kind(StrEnum):
    """How a line is set."""

    PLAIN = "plain"
    BULLET = "bullet"
    NUMBER = "number"
    INDENTED = "indented"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written.

    `indent` is the white space that the setting replaces (empty on plain lines, whose
    spaces stay visible), `marker` hangs, `depth` counts the list items it lies in.
    """

    kind: Kind
    text: str
    indent: str = ""
    marker: str = ""
    depth: int = 0


Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question's first line that is not blank, and the lines after it."""

    title: str
    further: tuple[Paragraph, ...]

    @property
    def further_lines(self) -> tuple[str, ...]:
        """The further lines as plain text, without their indents."""
        return tuple(
            line.marker + line.text.strip() for part in self.further for line in part
        )


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split at blank lines; every single line break inside a paragraph is a `Line`."""
    return _paragraphs(_LINE_BREAK.split(text))


def question(text: str) -> Question:
    """The title and the further lines of a question; the title of a blank one is ""."""
    lines = _LINE_BREAK.split(text)
    for place, line in enumerate(lines):
        if line.strip():
            return Question(line, _paragraphs(lines[place + 1 :]))
    return Question("", ())


def is_short(text: str) -> bool:
    """Whether an answer is set in the larger size."""
    return len(text) < SHORT_ANSWER_CHARACTERS


def _paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    current: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            current.append(line)
        elif current:
            found.append(_paragraph(current))
            current = []
    return tuple(found)


def _paragraph(lines: list[str]) -> Paragraph:
    items: list[tuple[int, int]] = []  # (indent, column of its text) of open list items
    return tuple(_line(line, items) for line in lines)


def _line(line: str, items: list[tuple[int, int]]) -> Line:
    if marked := _MARKED.match(line):
        return _item(line, marked, items)
    indent = _INDENT.match(line).group()  # type: ignore[union-attr]  # matches ""
    if not (indent and items):
        items.clear()
        return Line(Kind.PLAIN, line)
    hidden = min(len(indent), items[-1][1])
    return Line(Kind.INDENTED, line[hidden:], line[:hidden], depth=_depth(items))


def _item(line: str, marked: re.Match[str], items: list[tuple[int, int]]) -> Line:
    indent, marker = marked.groups()
    while items and items[-1][0] >= len(indent):
        items.pop()
    items.append((len(indent), marked.end()))
    kind = Kind.NUMBER if marker[0].isdigit() else Kind.BULLET
    return Line(kind, line[marked.end() :], indent, marker, _depth(items))


def _depth(items: list[tuple[int, int]]) -> int:
    return min(len(items) - 1, _MAX_DEPTH)
