"""Hostile texts: only NotADeck is raised, within bounds of work and memory."""

import contextlib
import dataclasses
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.transfer import formats
from decks.transfer.formats import READERS, NotADeck, Reading
from decks.transfer.formats.parsed import (
    CARDS_MAX,
    PROBLEMS_MAX,
    SIDE_MAX_CHARACTERS,
    TAG_MAX_CHARACTERS,
)
from tests.sampling import asked

every_format = pytest.mark.parametrize("format_name", ["auto", *READERS])


def check(data, reading):
    """Read, and see that whatever comes out can be stored and shown."""
    try:
        parsed = formats.read(data, reading)
    except NotADeck:
        return
    assert parsed.reading.format in READERS
    assert parsed.reading.encoding
    numbers = [card.number for card in parsed.cards]
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= CARDS_MAX
    assert len(parsed.problems) <= PROBLEMS_MAX
    keys = [card.key for card in parsed.cards if card.key]
    assert len(keys) == len(set(keys))
    for card in parsed.cards:
        check_card(card)


def check_card(card):
    assert card.question.strip()
    assert card.line >= 1
    for text in (card.question, card.answer, *card.tags, card.key):
        assert len(text) <= SIDE_MAX_CHARACTERS
        assert "\0" not in text
        assert "\r" not in text
        text.encode()
    assert all(0 < len(tag) <= TAG_MAX_CHARACTERS for tag in card.tags)
    assert len(set(card.tags)) == len(card.tags)


readings = st.builds(
    Reading,
    separator=st.sampled_from(["", "", ",", "\t", "::", "\n", '"', "a"]),
    row_separator=st.sampled_from(["", "", "\n", "\n\n", ";", '"']),
    encoding=st.sampled_from(["", "utf-8", "utf-16", "latin-1", "cp1252"]),
    has_header=st.sampled_from([None, True, False]),
)


@every_format
@given(data=st.binary(max_size=300), reading=readings)
def test_no_bytes_break_it(format_name, data, reading):
    check(data, dataclasses.replace(reading, format=format_name))


PIECES = [
    "\n", "\n", "\n\n", "\r\n", ",", "\t", ";", "|", '"', '""', '"\n', '",', "x", "y z",
    "question,answer,tags", "Q. Body,A. Body", "'=1", "1", "2", "Q", "A", "Q: ", "A: ",
    "Question: ", "# T", "## q", "::", ":::", "?", "??", "==", "==a==", "{{", "}}",
    "{{c1::", "{{c1::a::b}}", "```", "~~~", "#separator:", "tab", "#separator:tab\n",
    "#html:true\n", "#html:", "#guid column:1\n", "#tags column:2\n", "#columns:a",
    "#", "<br>", "<div>", "</div>", "<img src=", "<b", ">", "<!--", "-->", "&", "&lt;",
    "&#0;", "&#xD800;", "&nbsp;", "[sound:", "]", "<script>", "<!--SR:", "\u200f", "é",
    "\x07", "\x85", "\u2028", "{", "}", "[", '{"format": "flashcards", "version": 1,',
    '"cards": [', '{"question": "q"}', '"id": 1', '"\\ud800"', '"tags": ["a"]',
    "|---|---|\n", "|a|b|\n", "sep=;\n", "\ufeff", "How well did you know this?",
]  # fmt: skip
near_valid = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@every_format
@given(text=near_valid, reading=readings)
def test_no_order_of_signs_breaks_it(format_name, text, reading):
    reading = dataclasses.replace(reading, format=format_name, encoding="")
    check(text.encode(), reading)


HOSTILE = {
    "quotes": '"',
    "quoted quotes": '"",',
    "open quotes by line": '"a\n',
    "quote pairs by line": '"a""\n',
    "quotes then text": '""""x\n',
    "separators": ",",
    "tabs": "\t",
    "tags": "<b",
    "open comments": "<!--",
    "attributes": '<a "',
    "attributes of both": "<a '\"",
    "closed attributes": "<a\"<b\"'<b'",
    "entities": "&#1114111",
    "sounds": "[sound:",
    "open gaps": "{{c1::",
    "gap ends": "}}",
    "gaps": "{{c1::a}}",
    "gaps of their own": "==a==",
    "equal signs": "=",
    "equals and spaces": "==a =",
    "colons": ":",
    "colons by line": "a::b\n",
    "fences": "```\n",
    "hashes": "#",
    "headings": "## a\n",
    "code": "`a",
    "schedules": "<!--SR:",
    "brackets": "[",
    "objects": '{"a":',
    "backslashes": "\\",
    "escaped commas": "\\,",
    "numbers": "9",
    "frames": "1\nQ\n",
    "numbers by line": "1\n",
    "answers by line": "A\n",
    "tails": "How well did you know this?\n",
    "signs of questions": "Q:\n",
    "signs of answers": "A:\n",
    "spaces": " ",
    "line ends": "\n",
    "apostrophes": "'",
    "question marks": "?\n",
    "bullets": "- ",
    "rules": "|---",
    "tables": "|a|b|\n|---|---|\n",
}
BEGINNINGS = {
    "markdown": "a::b\n\n",
    "anki": "#separator:tab\n#html:true\na\t",
    "json": '{"format": "flashcards", "version": 1, "cards": [',
    "qa": "Q: a\nA: ",
    "brainscape": "1\nQ\na\nA\n",
    "csv": "question,answer,tags\na,b,",
    "quizlet": "a\tb",
    "mnemosyne": "a\tb",
}


def count_steps(work):
    """How many lines of Python ran: a measure of time that no other load disturbs."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        steps += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def hostile(format_name, piece, size):
    data = (BEGINNINGS[format_name] + piece * (size // len(piece))).encode()

    def work():
        with contextlib.suppress(NotADeck):
            formats.read(data, Reading(format_name))

    return work


@pytest.mark.parametrize("format_name", READERS)
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_with_the_text_and_not_with_its_square(format_name, piece):
    small = count_steps(hostile(format_name, piece, 500))
    large = count_steps(hostile(format_name, piece, 2_000))
    assert large < 6 * small + 1_000


@pytest.mark.parametrize("format_name", asked(READERS, "memory", one_of=3))
@pytest.mark.parametrize(
    "piece", ['"a""\n', ",", "a::b\n", "<b>x</b>\t", "==a== "], ids=str.strip
)
def test_memory_stays_within_bounds(format_name, piece):
    work = hostile(format_name, piece, 100_000)
    tracemalloc.start()
    try:
        work()
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 30 * 100_000 + 1_500 * CARDS_MAX
