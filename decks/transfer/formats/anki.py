"""Reads Anki's "notes in plain text", with its header or without.

The first field is the question, the second the answer, more fields follow the answer
after blank lines. HTML becomes plain text. A note with gaps, unless its type is Basic,
makes a card for each, its key the note's GUID and the gap's number.
"""

import dataclasses
from collections.abc import Iterable

from decks.transfer.formats.anki_header import Header, read_header
from decks.transfer.formats.cloze import Gap, cards_of, find_anki_gaps, told_limit
from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.html_text import PlainText, looks_like_html, to_plain
from decks.transfer.formats.parsed import NotADeck, ParsedDeck, Reading
from decks.transfer.formats.rows import Row, quoted_rows
from decks.transfer.formats.table import tell_unclosed
from decks.transfer.formats.table_columns import cell_at
from decks.transfer.formats.table_separator import find_frame
from decks.transfer.formats.tag_cells import read_anki_tags
from decks.transfer.formats.text import without_outer_blank_lines

_FIELD_MAX_CHARACTERS = 200_000
"""HTML of a field: ten times what a side holds."""


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the text. Raises NotADeck where nothing follows the header."""
    header, collector = read_header(text), Collector()
    body = text.split("\n", header.lines)[-1] if header.lines else text
    if header.lines > text.count("\n") or not body.strip():
        raise NotADeck(f"line {header.lines}", "No note follows the header.")
    separator = reading.separator or header.separator or _separator_of(body)
    for line, what in header.odd:
        collector.tell_line(line, f"“{quoted(what)}” says nothing; it was left out.")
    notes = _Notes(body, header, collector)
    notes.collect(quoted_rows(body, separator, header.lines + 1))
    found = dataclasses.replace(
        reading, separator=separator, row_separator="\n", has_header=False
    )
    return collector.deck(found, title=notes.title())


def _separator_of(body: str) -> str:
    frame = find_frame(body)
    return "\t" if frame is None or "\t" in body else frame.separator


class _Notes:
    """The notes under a header."""

    def __init__(self, body: str, header: Header, collector: Collector) -> None:
        self.header, self.collector = header, collector
        self.html = looks_like_html(body) if header.html is None else header.html
        self.decks: dict[str, int] = {}
        self.special = {
            header.guid_column,
            header.notetype_column,
            header.deck_column,
            header.tags_column,
        }

    def collect(self, rows: Iterable[Row]) -> None:
        taken = []
        for row in rows:
            if row.unclosed:
                taken.append(row)
            if row.cells[0].startswith("#") and 0 not in row.quoted:
                what = "A line that begins with # is no note; left out {times}."
                self.collector.count(row.line, what)
            else:
                self._add(row)
        tell_unclosed(taken, self.collector)

    def title(self) -> str:
        """The deck's name, "" where the notes come from several."""
        if len(self.decks) > 1:
            line = list(self.decks.values())[1]
            what = f"The notes come from {len(self.decks):,} decks; here they are one."
            self.collector.tell_line(line, what)
            return ""
        return next(iter(self.decks), self.header.deck)

    def _add(self, row: Row) -> None:
        cells = row.cells
        fields = [c for place, c in enumerate(cells) if place not in self.special]
        if any(len(field) > _FIELD_MAX_CHARACTERS for field in fields):
            self.collector.add(row.line, max(fields, key=len), "")
            return
        self._note_deck(row)
        sides = [self._plain(row.line, field) for field in fields] or [""]
        answer = self._answer(row.line, sides[1:])
        tags = f"{self.header.tags} {cell_at(cells, self.header.tags_column)}"
        key = cell_at(cells, self.header.guid_column)
        given = read_anki_tags(tags, self.header.space_in_tags)
        has_gaps = not self._kind(row).casefold().startswith("basic")
        gaps = find_anki_gaps(sides[0]) if has_gaps else []
        if gaps:
            self._add_gaps(row.line, sides[0], answer, given, key, gaps)
        else:
            self.collector.add(row.line, sides[0], answer, given, key)
        if len(fields) < 2:
            self.collector.tell(row.line, "This row has one field only.")

    def _add_gaps(
        self,
        line: int,
        question: str,
        answer: str,
        tags: list[str],
        key: str,
        gaps: list[Gap],
    ) -> None:
        for number, asked, inside in cards_of(question, gaps):
            full = f"{inside}\n\n{answer}" if answer else inside
            own_key = f"{key}:{number}" if key else ""
            self.collector.add(line, asked, full, tags, own_key)
            if "{{c" in asked:
                self.collector.tell(line, "A gap within a gap was left as it stands.")
        if what := told_limit(gaps):
            self.collector.tell(line, what)

    def _answer(self, line: int, sides: list[str]) -> str:
        if len(sides) <= 1:
            return "".join(sides)
        more = [side for side in sides[1:] if side and not side.isspace()]
        if more:
            what = "Further fields were put after the answer {times}."
            self.collector.count(line, what)
        return "\n\n".join([sides[0], *more] if sides[0] else more)

    def _note_deck(self, row: Row) -> None:
        name = cell_at(row.cells, self.header.deck_column)
        if name and len(self.decks) < 1000:
            self.decks.setdefault(name, row.line)
        if "reversed" in self._kind(row):
            what = "A note that makes two cards in Anki, both ways, makes one here"
            self.collector.count(row.line, f"{what} ({{times}}).")

    def _kind(self, row: Row) -> str:
        """The note's type; one that is Basic has no gaps, whatever it looks like."""
        return cell_at(row.cells, self.header.notetype_column) or self.header.notetype

    def _plain(self, line: int, field: str) -> str:
        made = to_plain(field) if self.html else PlainText(field)
        for picture in made.pictures:
            self._left_out(line, "picture", picture)
        for sound in made.sounds:
            self._left_out(line, "sound", sound)
        for name in sorted(made.formatting):
            self.collector.count(line, f"Formatting <{name}> was taken off {{times}}.")
        if made.text == field:
            return field
        return without_outer_blank_lines(made.text.split("\n"))

    def _left_out(self, line: int, kind: str, name: str) -> None:
        what = f"The {kind} “{quoted(name)}” was left out: this is text only."
        self.collector.tell_next(line, what)
