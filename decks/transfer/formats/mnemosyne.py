"""Reads Mnemosyne's tab-separated text: a card a line, `<br>` for a line end.

Two cells are question and answer. Three are a word, how it is said, and what it means,
four have notes besides: all after the first make the answer, a line each.
"""

import dataclasses
import re

from decks.transfer.formats.collecting import Collector
from decks.transfer.formats.parsed import NotADeck, ParsedDeck, Reading
from decks.transfer.formats.rows import plain_rows

LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_CELLS_MAX = 4


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the text. Raises NotADeck where there is no tab."""
    separator = reading.separator or "\t"
    if separator not in text:
        last = text.count("\n") + 1
        raise NotADeck(f"lines 1 to {last}", "There is no tab, so no card was found.")
    collector = Collector()
    for row in plain_rows(text, separator):
        question, *answer = [LINE_BREAK.sub("\n", cell) for cell in row.cells]
        collector.add(row.line, question, "\n".join(filter(str.strip, answer)))
        if len(answer) > 1:
            what = "More than two cells in a row became the lines of an answer {times}."
            collector.count(row.line, what)
        if len(row.cells) > _CELLS_MAX:
            collector.tell(row.line, f"A row has at most {_CELLS_MAX} cells.")
    found = dataclasses.replace(
        reading, separator=separator, row_separator="\n", has_header=False
    )
    return collector.deck(found)


def is_likely(text: str) -> bool:
    """Whether `<br>` means line ends here: no other tag stands in the text."""
    tags = {tag.lower() for tag in re.findall(r"<[/a-zA-Z][^<>\n]{0,30}>", text)}
    return bool(tags) and all(LINE_BREAK.fullmatch(tag) for tag in tags)
