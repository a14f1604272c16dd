"""Tables of Markdown: cells between `|`, a rule of dashes under the header."""

import re
from collections.abc import Sequence
from itertools import pairwise

from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.markdown_lines import Line
from decks.transfer.formats.mnemosyne import LINE_BREAK
from decks.transfer.formats.table_columns import Columns, by_names, cell_at, join_parts
from decks.transfer.formats.tag_cells import read_tags

_CELL = r"[ \t]*+:?-++:?[ \t]*+"
_RULE = re.compile(rf"^[ \t]*+\|?+{_CELL}(?:\|{_CELL})++\|?+[ \t]*+$", re.MULTILINE)
_BETWEEN = re.compile(r"(?<!\\)\|")


def has_table(text: str) -> bool:
    """Whether a line with `|` has a rule under it."""
    for rule in _RULE.finditer(text) if "-|" in text or "- |" in text else ():
        end = rule.start() - 1
        if end > 0 and "|" in text[text.rfind("\n", 0, end) + 1 : end]:
            return True
    return False


def find_headers(lines: Sequence[Line]) -> list[int]:
    """The places, from 0, of the tables' headers."""
    return [
        place
        for place, (line, below) in enumerate(pairwise(lines))
        if "|" in line.text and not below.is_code and _RULE.fullmatch(below.text)
    ]


def add_tables(
    lines: Sequence[Line], headers: Sequence[int], collector: Collector
) -> str:
    """Add the cards of all tables; the title above them, "" for none.

    Other text is told and left out.
    """
    title, at = "", 0
    for header in headers:
        if header < at:
            continue  # a rule among the rows of the table above
        title = _between(lines[at:header], title, collector)
        at = header + 2
        columns = by_names(_cells(lines[header]))
        while at < len(lines) and _is_row(lines[at]):
            _add(lines[at], columns, collector)
            at += 1
    return _between(lines[at:], title, collector)


def _is_row(line: Line) -> bool:
    return "|" in line.text and not line.is_code


def _between(lines: Sequence[Line], title: str, collector: Collector) -> str:
    for line in lines:
        if line.level and not title:
            title = line.heading
        elif not line.is_blank and not line.level:
            what = f"This is no card and was left out: “{quoted(line.text)}”."
            collector.tell_line(line.number, what)
    return title


def _add(line: Line, columns: Columns, collector: Collector) -> None:
    cells = _cells(line)
    tags = cell_at(cells, columns.tags)
    question, answer = (
        join_parts(cells, side) for side in (columns.question, columns.answer)
    )
    for place in range(len(cells)):
        if place not in columns.used and cells[place]:
            what = f"Column {place + 1} was left out {{times}}."
            collector.count(line.number, what)
    collector.add(line.number, question, answer, read_tags(tags))


def _cells(line: Line) -> list[str]:
    """The cells without the spaces that line them up; `<br>` is a line end."""
    text = line.text.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    cells = [cell.strip().replace("\\|", "|") for cell in _BETWEEN.split(text, 100)]
    return [LINE_BREAK.sub("\n", cell) for cell in cells]
