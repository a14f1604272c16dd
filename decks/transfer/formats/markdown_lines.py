"""The lines of a Markdown text: which are code, headings, cards in one line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_MASKED = re.compile(r"`[^`\n]+`|\{\{[^{}\n]*\}\}")
"""Code, and gaps, whose `::` are signs of their own."""

_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+")
_SCHEDULE = re.compile(r"[ \t]*<!--SR:[^\n<]{0,500}?-->")
_INLINE = re.compile(r"(?<!:):{2,3}(?!:)")


LINES_MAX = 300_000
"""A longer text is no Markdown that anybody wrote."""


class Line(NamedTuple):
    """One line as it is, its number from 1, its heading's level (0: none)."""

    number: int
    text: str
    level: int = 0
    heading: str = ""
    is_code: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.is_code and (not self.text or self.text.isspace())

    @property
    def turn(self) -> str:
        """`?` or `??` where the line is that and nothing else."""
        bare = self.text.strip() if len(self.text) < 20 and not self.is_code else ""
        return bare if bare in ("?", "??") else ""


class Inline(NamedTuple):
    """A card in one line; `both_ways` for `:::`."""

    question: str
    answer: str
    both_ways: bool


def read_lines(text: str) -> list[Line]:
    """All lines; another program's marks of its schedule (`<!--SR:…-->`) are off."""
    lines: list[Line] = []
    fence = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _SCHEDULE.sub("", raw) if "<!--SR:" in raw else raw
        mark = _FENCE.match(line) if "`" in line or "~" in line else None
        if fence or mark:
            lines.append(Line(number, line, is_code=True))
            fence = _fence_after(fence, mark, line)
            continue
        found = _HEADING.match(line) if "#" in line[:10] else None
        if found:
            title = _CLOSING_HASHES.sub("", found[2]).strip()
            lines.append(Line(number, line, len(found[1]), title))
        else:
            lines.append(Line(number, line))
    return lines


def _fence_after(fence: str, mark: re.Match[str] | None, line: str) -> str:
    """The fence that is open after the line, "" for none."""
    if not fence:
        return mark[1] if mark else ""
    closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


def blocks_of(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines without a blank one between them; a heading is a block by itself."""
    block: list[Line] = []
    for line in lines:
        if (line.is_blank or line.level) and block:
            yield block
            block = []
        if line.level:
            yield [line]
        elif not line.is_blank:
            block.append(line)
    if block:
        yield block


def find_inline(line: Line) -> Inline | None:
    """The card `question::answer` in the line, its bullet and outer spaces off."""
    if "::" not in line.text or line.is_code or line.level:
        return None
    masked = _MASKED.sub(lambda found: "`" * len(found[0]), line.text)
    found = _INLINE.search(masked)
    if found is None:
        return None
    question = _BULLET.sub("", line.text[: found.start()], count=1).strip()
    answer = line.text[found.end() :].strip()
    return Inline(question, answer, found[0] == ":::") if question and answer else None
