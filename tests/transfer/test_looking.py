"""Which format a text is taken for."""

import pytest

from decks.transfer import formats
from decks.transfer.formats import (
    FORMAT_WORDS,
    READERS,
    SEPARATOR_WORDS,
    NotADeck,
    parse_separator,
)
from decks.transfer.formats.separators import in_words
from tests.transfer.readings import read, refusal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("T\n1\nQ\na\nA\nb\n2\nQ\nc\nA\nd\n", "brainscape"),
        ("a,b\nc,d\n", "csv"),
        ("a,b;c,d;e,f", "quizlet"),
        ("#separator:tab\n#html:true\na\tb\n", "anki"),
        ("a<br>b\tc\n", "mnemosyne"),
        ("Q: a\nA: b\n", "qa"),
        ("# T\n## a\nb\n", "markdown"),
        ("a::b\nc::d\n", "markdown"),
        ('{"format": "flashcards", "version": 1, "cards": []}', "json"),
        # What could be two things is what people more often mean.
        ("std::map\ta tree\nstd::list\ta list\n", "csv"),
        ("std::map,a tree\nstd::list,a list\nstd::set,a set\n", "csv"),
        ("Q: a\tA: b\nQ: c\tA: d\n", "csv"),
        ("1\tQ\n2\tA\n", "csv"),
        ("{a},set\n{b},set\n", "csv"),
        ("question,answer\nWhat: a::b,c\n", "csv"),
        ('front,back\n"\nQ: a\nA: b",c\n', "csv"),
        ("Questions, answers\n1\nQ\na, b\nA\nc, d\n", "brainscape"),
        ("# Deck\nWhat is 1, 2\n?\nA list, of two\n", "markdown"),
    ],
)
def test_the_format_is_found(text, found):
    assert read(text).format == found


def test_each_format_can_be_chosen_and_has_words():
    assert list(FORMAT_WORDS) == list(READERS)


def test_a_choice_beats_the_look():
    text = "Q: a\tb\nA: c\td\n"
    assert read(text, "csv").format == "csv"
    assert read(text).format == "qa"


@pytest.mark.parametrize(
    "text",
    [
        "no deck at all",
        "1\n2\n3",
        "Q\nA\nQ\nA",
        "Dear diary,\n\ntoday it rained.\nThen, at noon, it did not.\n",
        "- milk\n- bread\n- eggs",
        "def f(x):\n    return x + 1\n",
        "https://example.com/a?b=c",
    ],
)
def test_a_text_without_any_frame_is_no_deck(text):
    assert "no card was found" in refusal(text)


@pytest.mark.parametrize("format_name", READERS)
def test_what_was_found_reads_the_same_when_it_is_chosen(format_name):
    texts = {
        "brainscape": "T\n1\nQ\na\nA\nb\n",
        "csv": "front;back\na;b\n",
        "quizlet": "a,b;c,d;e,f",
        "anki": "#separator:Pipe\na|b\n",
        "mnemosyne": "a<br>b\tc\n",
        "qa": "Q: a\nA: b\n",
        "markdown": "a::b\n",
        "json": '{"format": "flashcards", "version": 1, "cards": [{"question": "q"}]}',
    }
    first = read(texts[format_name])
    assert first.format == format_name
    again = formats.read(texts[format_name].encode(), first.reading)
    assert (again.cards, again.reading) == (first.cards, first.reading)


class TestSeparatorWords:
    @pytest.mark.parametrize("sign", SEPARATOR_WORDS)
    def test_a_word_and_its_sign_are_one(self, sign):
        assert parse_separator(SEPARATOR_WORDS[sign]) == sign
        assert parse_separator(sign) == sign
        assert in_words(sign) == SEPARATOR_WORDS[sign]

    def test_signs_of_ones_own(self):
        assert parse_separator("") == ""
        assert parse_separator(r" \t ") == " \t "
        assert parse_separator(r"\n--\n") == "\n--\n"
        assert parse_separator(" Tab ") == "\t"
        assert in_words("=>") == "“=>”"

    def test_one_that_is_too_long(self):
        with pytest.raises(NotADeck, match="at most 20"):
            parse_separator("x" * 21)
