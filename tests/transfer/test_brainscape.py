"""What real copied pages do: each trap with a small page of its own."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards import models
from decks.transfer import formats
from decks.transfer.formats import NotADeck, Reading
from decks.transfer.formats.parsed import CARDS_MAX, FILE_MAX_BYTES, SIDE_MAX_CHARACTERS
from tests.transfer.pages import TAIL, page


def read(text):
    return formats.read(text.encode(), Reading("brainscape"))


def sides(parsed):
    return [(card.question, card.answer) for card in parsed.cards]


def reported(parsed):
    return " ".join(f"{problem.where}: {problem.what}" for problem in parsed.problems)


def refusal(text):
    with pytest.raises(NotADeck) as caught:
        read(text)
    return str(caught.value)


def test_the_limits_are_the_models():
    assert SIDE_MAX_CHARACTERS == models.SIDE_MAX_CHARACTERS


def test_tails_go_where_there_are_some():
    mixed = page([("a", "b")], tail=TAIL) + "2\nQ\n\nc\n\nA\n\nd\n"
    assert sides(read(mixed)) == [("a", "b"), ("c", "d")]


def test_text_right_after_a():
    assert sides(read("T\n1\nQ\nWhat\nA\nThat\n2\nQ\nx\nA\ny\n")) == [
        ("What", "That"),
        ("x", "y"),
    ]


def test_an_empty_answer_is_kept_and_reported():
    parsed = read("T\n1\nQ\nWhat\nA\n\n2\nQ\nx\nA\ny\n")
    assert sides(parsed) == [("What", ""), ("x", "y")]
    assert "line 5 (card 1): The answer is empty." in reported(parsed)


@pytest.mark.parametrize("answer", ["1", "2", "18", "100"])
@pytest.mark.parametrize("tail", ["", TAIL])
def test_an_answer_that_is_just_a_number(answer, tail):
    parsed = read(page([("How many?", answer), ("Next", "yes")], tail=tail))
    assert sides(parsed) == [("How many?", answer), ("Next", "yes")]


def test_a_numbered_list_in_a_question():
    question = "Order these:\n1. one\n2. two\n\n3. three"
    assert sides(read(page([(question, "a")]))) == [(question, "a")]


def test_bare_numbers_inside_an_answer():
    answer = "Steps\n\n1\n\n2\n\n3\nend"
    assert sides(read(page([("q", answer), ("r", "s")]))) == [("q", answer), ("r", "s")]


def test_options_by_letter():
    cards = [("Which?\nA) this\nB) that", "B) that")]
    assert sides(read(page(cards))) == cards


def test_answer_lines_that_begin_with_a_dash_after_a():
    cards = [("q", "A – first\nA - second\nA.")]
    assert sides(read(page(cards))) == cards


def test_a_question_that_begins_with_q():
    cards = [("Q: what is Q?", "A letter")]
    assert sides(read(page(cards))) == cards


def test_a_number_given_twice_is_taken_and_reported():
    parsed = read("T\n1\nQ\na\nA\nb\n1\nQ\nc\nA\nd\n2\nQ\ne\nA\nf\n")
    assert sides(parsed) == [("a", "b"), ("c", "d"), ("e", "f")]
    assert [card.number for card in parsed.cards] == [1, 2, 3]
    assert "number 1 after number 1" in reported(parsed)


def test_a_number_out_of_step_is_taken_and_reported():
    parsed = read("T\n1\nQ\na\nA\nb\n5\nQ\nc\nA\nd\n6\nQ\ne\nA\nf\n")
    assert sides(parsed) == [("a", "b"), ("c", "d"), ("e", "f")]
    assert "number 5 after number 1" in reported(parsed)


def test_a_lost_q_is_read_and_reported():
    text = page([("a", "b")], tail=TAIL) + "2\nlost q\nA\nits answer\n" + TAIL
    text += "3\nQ\nx\nA\ny\n" + TAIL
    parsed = read(text)
    assert sides(parsed) == [("a", "b"), ("lost q", "its answer"), ("x", "y")]
    assert "The line Q is lost" in reported(parsed)


def test_a_lost_a_is_reported():
    parsed = read("T\n1\nQ\nall of it\n\n2\nQ\nx\nA\ny\n")
    assert sides(parsed)[-1] == ("x", "y")
    assert "line A is lost" in reported(parsed)


def test_a_description_that_counts_the_cards():
    good = read("T\nA course (2 cards)\n" + page([("a", "b"), ("c", "d")], title=""))
    assert "The page speaks of" not in reported(good)
    short = read("T\nA course (61 cards)\n" + page([("a", "b")], title=""))
    assert "The page speaks of 61 cards; 1 were read." in reported(short)


def test_the_pages_own_advertisement_is_no_title():
    advice = "You may prefer our related Brainscape-certified flashcards:"
    parsed = read(f"{advice}\n\n1\nQ\na\nA\nb\n")
    assert (parsed.title, sides(parsed)) == ("", [("a", "b")])


def test_right_to_left_text_stays_to_the_letter():
    cards = [("מה זה?\nשורה שנייה", "زهرة\u200f (1)")]
    assert sides(read(page(cards))) == cards


def test_direction_marks_around_the_frame_are_seen_through():
    assert sides(read("T\n\u200f1\u200f\nQ\u200f\nא\n\u200fA\nב\n")) == [("א", "ב")]


def test_a_file_that_ends_in_the_next_cards_number():
    parsed = read("T\n1\nQ\na\nA\nb\n\n2\n")
    assert sides(parsed) == [("a", "b")]
    assert "number of a next card, 2" in reported(parsed)


def test_a_number_alone_as_the_last_answer_is_an_answer():
    assert sides(read("T\n1\nQ\na\nA\n2\n")) == [("a", "2")]


@pytest.mark.parametrize(
    "text",
    ["Just some notes.\nMore of them.", "front\tback\nx\ty", "1\n2\n3", "Q\nA\nQ\nA"],
)
def test_without_a_frame_no_card_is_invented(text):
    assert "no card was found" in refusal(text)


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "\ufeff"])
def test_an_empty_file_is_called_empty(text):
    assert refusal(text) == "line 1: The file is empty."


def test_a_file_cut_off_before_the_answer_is_refused_with_its_place():
    assert refusal("T\n1\nQ\na\nA\nb\n2\nQ\nhalf a quest") == (
        "line 9 (card 2): The file is cut off here: the last card has no A and no"
        " answer."
    )


def test_a_last_card_without_the_tail_that_all_others_have_is_reported():
    text = page([("a", "b"), ("c", "d")], tail=TAIL) + "3\nQ\ne\nA\nhalf an ans"
    assert "the file may be cut off here" in reported(read(text))


@pytest.mark.parametrize("cut", [b"\xc3", b"\xe2\x80"])
def test_a_file_cut_off_within_a_letter_is_refused(cut):
    with pytest.raises(NotADeck, match=r"line 6: .*cut off in the middle of a letter"):
        formats.read(b"T\n1\nQ\na\nA\nb" + cut)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("latin-1", "cp1252"), ("utf-16", "utf-16"), ("utf-16-be", "utf-16")],
)
def test_other_encodings_are_read_and_named(encoding, found):
    parsed = formats.read("T\n1\nQ\né\nA\nb\n".encode(encoding))
    assert (sides(parsed), parsed.reading.encoding) == ([("é", "b")], found)


def test_a_nul_is_refused_at_its_line():
    assert refusal("T\n1\nQ\na\nA\nb\0c\n").startswith("line 6: Here stands a NUL sign")


def test_a_binary_file_is_refused():
    with pytest.raises(NotADeck):
        formats.read(bytes(range(256)) * 10)


def test_a_huge_file_is_refused_by_its_size():
    with pytest.raises(NotADeck, match="at most 10 MB"):
        formats.read(b"x" * (FILE_MAX_BYTES + 1))


def test_a_side_that_is_too_long_is_told_at_its_card_and_left_out():
    long = "x" * (SIDE_MAX_CHARACTERS + 1)
    parsed = read(page([("a", "b"), ("c", long), ("d", "e")]))
    assert [card.number for card in parsed.cards] == [1, 3]
    assert "(card 2): The answer has 20,001 characters" in reported(parsed)
    assert read(page([("a", long[1:])])).cards


def test_each_card_says_the_line_of_its_number():
    assert [card.line for card in read(page([("a", "b"), ("c", "d")])).cards] == [3, 12]


def test_a_clarifier_stays_a_part_of_its_side():
    cards = [("body\n\n| clarifier", "b"), ("c", "d\n\n| why")]
    assert sides(read(page(cards))) == cards


def test_more_cards_than_a_deck_holds_are_refused():
    text = "T\n" + "".join(f"{n}\nQ\nq\nA\na\n" for n in range(1, CARDS_MAX + 2))
    assert "more than 20,000 cards" in refusal(text)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_lf(end):
    text = page([("a\nb", "c\n\nd")]).replace("\n", end)
    assert sides(read(text)) == [("a\nb", "c\n\nd")]


def test_spaces_stay_and_only_blank_lines_at_both_ends_go():
    parsed = read("T\n1\nQ\n\n \n  a \n\n b\t\n\nA\n \n\t c  \n\n\n")
    assert sides(parsed) == [("  a \n\n b\t", "\t c  ")]


# Lines that are no part of any frame or tail: whatever is written comes back.
words = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029"
    ),
    min_size=1,
    max_size=30,
).filter(lambda line: line.strip() and line.strip() not in ("Q", "A"))
line = words.filter(
    lambda text: (
        not text.strip(" \u200b\u200e\u200f\ufeff\u00a0").isdigit()
        and "How well" not in text
        and text.strip(
            " \u200b\u200e\u200f\ufeff\u00a0\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
        )
        not in ("Q", "A", "")
    )
)
side = st.lists(line, min_size=1, max_size=5).map("\n".join)


@given(
    st.lists(st.tuples(side, side), min_size=1, max_size=8), st.sampled_from(["", TAIL])
)
def test_what_is_written_as_a_page_is_read_back(cards, tail):
    assert sides(read(page(cards, tail=tail))) == cards


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data):
    with contextlib.suppress(NotADeck):
        assert formats.read(data, Reading("brainscape")).format == "brainscape"


frames = st.sampled_from(["1", "2", "3", "Q", "A", "", "text", *TAIL.split("\n")])


@given(st.lists(frames, max_size=60).map("\n".join))
def test_no_order_of_signs_breaks_it(text):
    try:
        parsed = read(text)
    except NotADeck:
        return
    assert parsed.cards or parsed.problems
    assert all(card.question.strip() for card in parsed.cards)
    assert [card.number for card in parsed.cards] == sorted(
        {card.number for card in parsed.cards}
    )
