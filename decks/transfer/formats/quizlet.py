"""Reads text copied from Quizlet: two separators, and no sign has another meaning.

What stands before the first separator is the question, all after it the answer.
"""

import dataclasses

from decks.transfer.formats.collecting import Collector
from decks.transfer.formats.parsed import ParsedDeck, Reading
from decks.transfer.formats.rows import plain_rows
from decks.transfer.formats.separators import in_words
from decks.transfer.formats.table import MORE_THAN_ONCE, with_separators


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the text. Raises NotADeck where no separator is found."""
    found = with_separators(text, reading, quotes=False)
    reading = dataclasses.replace(found, has_header=False)
    separator, collector = reading.separator, Collector()
    for row in plain_rows(text, separator, reading.row_separator):
        question, *answer = row.cells
        collector.add(row.line, question, separator.join(answer))
        if not answer:
            collector.tell(row.line, f"No {in_words(separator)} stands in this row.")
        elif len(answer) > 1:
            collector.tell(row.line, MORE_THAN_ONCE)
    return collector.deck(reading)
