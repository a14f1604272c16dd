"""Reads Markdown, written in one of three ways.

In tables, whose columns are known by their header, else by their order.

By headings: `# deck`, `## question`, what follows is the answer. Or by signs, as notes
are kept: `question::answer` in a line, lines with `?` between, and gaps `==x==` or
`{{x}}`, a card each. `:::` and `??` ask both ways and make two cards. By signs, a card
ends at a blank line; headings are topics, and other text is told and left out.
"""

import re
from collections.abc import Sequence

from decks.transfer.formats.cloze import cards_of, find_markdown_gaps, told_limit
from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.markdown_lines import (
    LINES_MAX,
    Line,
    blocks_of,
    find_inline,
    read_lines,
)
from decks.transfer.formats.markdown_table import add_tables, find_headers
from decks.transfer.formats.parsed import NotADeck, ParsedDeck, Reading
from decks.transfer.formats.text import without_outer_blank_lines

_MAY_BE = re.compile(r"^ {0,3}##[ \t]|::|==|\{\{|^[ \t]*\?{1,2}[ \t]*$", re.MULTILINE)
_SAMPLE_LINES = 2000
_QUESTION_LEVEL = 2
_BOTH_WAYS = "A card that is asked both ways became two cards {times}."


def looks_like(text: str) -> bool:
    """Whether headings or signs make cards of at least half of the first lines."""
    if text.count("\n") > LINES_MAX or not _MAY_BE.search(text):
        return False
    lines = read_lines("\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]))
    if any(line.level == _QUESTION_LEVEL for line in lines):
        return True
    blocks = [block for block in blocks_of(lines) if not block[0].level]
    cards = sum(_signs_in(block) > 0 for block in blocks)
    in_cards = sum(len(block) for block in blocks if _is_all_card(block))
    return cards * 2 >= len(blocks) and in_cards * 2 >= sum(map(len, blocks)) > 0


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the text. Raises NotADeck where nothing makes a card."""
    if text.count("\n") > LINES_MAX:
        what = f"Markdown of more than {LINES_MAX:,} lines cannot be read."
        raise NotADeck(f"line {LINES_MAX + 1}", what)
    lines, collector = read_lines(text), Collector()
    if headers := find_headers(lines):
        title = add_tables(lines, headers, collector)
        return collector.deck(reading, title=title)
    questions = sum(line.level == _QUESTION_LEVEL for line in lines)
    if questions and questions >= sum(map(_signs_in, blocks_of(lines))):
        return _by_headings(lines, reading, collector)
    parsed = _by_signs(lines, reading, collector)
    if not collector.number:
        what = "No line is a ## question, has :: or a gap, so no card was found."
        raise NotADeck(f"lines 1 to {len(lines)}", what)
    return parsed


def _signs_in(block: Sequence[Line]) -> int:
    """How many cards signs make of the block."""
    if any(line.turn for line in block):
        return 1
    inline = sum(find_inline(line) is not None for line in block)
    return inline or len(find_markdown_gaps(_text(block)))


def _is_all_card(block: Sequence[Line]) -> bool:
    """Whether no line of the block stands outside of a card."""
    if any(line.turn for line in block) or find_markdown_gaps(_text(block)):
        return True
    return all(find_inline(line) for line in block)


def _by_headings(
    lines: Sequence[Line], reading: Reading, collector: Collector
) -> ParsedDeck:
    title, before = "", list[str]()
    question: Line | None = None
    answer: list[str] = []
    for line in lines:
        if not 0 < line.level <= _QUESTION_LEVEL:
            (answer if question else before).append(line.text)
            continue
        if question:
            _add_headed(collector, question, answer)
        question, answer = (line if line.level == _QUESTION_LEVEL else None), []
        if line.level < _QUESTION_LEVEL:
            title = _one_title(collector, title, line)
    if question:
        _add_headed(collector, question, answer)
    description = without_outer_blank_lines(before)
    return collector.deck(reading, title=title, description=description)


def _add_headed(collector: Collector, question: Line, answer: Sequence[str]) -> None:
    text = without_outer_blank_lines(answer)
    collector.add(question.number, question.heading, text)


def _one_title(collector: Collector, title: str, line: Line) -> str:
    """The first title; a later one is told."""
    if title:
        what = f"A second title, “{quoted(line.heading)}”: its cards go into this deck."
        collector.tell_line(line.number, what)
    return title or line.heading


def _by_signs(
    lines: Sequence[Line], reading: Reading, collector: Collector
) -> ParsedDeck:
    title = ""
    for block in blocks_of(list(lines)):
        if block[0].level:
            title = title or (block[0].heading if block[0].level == 1 else "")
            continue
        if not _take(block, collector):
            what = f"This is no card and was left out: “{quoted(_text(block))}”."
            collector.tell_line(block[0].number, what)
    return collector.deck(reading, title=title)


def _take(block: list[Line], collector: Collector) -> bool:
    """Add the block's cards in the first way of writing that it uses, if any."""
    ways = (_take_turned, _take_inline, _take_gaps)
    return any(way(block, collector) for way in ways)


def _take_turned(block: list[Line], collector: Collector) -> bool:
    place = next((n for n, line in enumerate(block) if line.turn), None)
    if place is None:
        return False
    question, answer = _text(block[:place]), _text(block[place + 1 :])
    collector.add(block[0].number, question, answer)
    if block[place].turn == "??":
        collector.add(block[0].number, answer, question)
        collector.count(block[0].number, _BOTH_WAYS)
    return True


def _take_inline(block: list[Line], collector: Collector) -> bool:
    found = [(line, find_inline(line)) for line in block]
    if not any(card for _, card in found):
        return False
    for line, card in found:
        if card is None:
            what = f"This is no card and was left out: “{quoted(line.text)}”."
            collector.tell_line(line.number, what)
            continue
        collector.add(line.number, card.question, card.answer)
        if card.both_ways:
            collector.add(line.number, card.answer, card.question)
            collector.count(line.number, _BOTH_WAYS)
    return True


def _take_gaps(block: list[Line], collector: Collector) -> bool:
    text = _text(block)
    gaps = [] if any(line.is_code for line in block) else find_markdown_gaps(text)
    for _, question, answer in cards_of(text, gaps):
        collector.add(block[0].number, question, answer)
    if what := told_limit(gaps):
        collector.tell(block[0].number, what)
    return bool(gaps)


def _text(block: Sequence[Line]) -> str:
    return "\n".join(line.text for line in block)
