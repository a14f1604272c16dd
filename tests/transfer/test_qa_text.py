"""Lines `Q:` and `A:`, as SuperMemo writes them."""

import pytest

from tests.transfer.readings import read, refusal, sides, told


def test_cards_with_a_blank_line_between():
    parsed = read("Q: What?\nA: That.\n\nQ: And?\nA: This.\n")
    assert (parsed.format, told(parsed)) == ("qa", [])
    assert sides(parsed) == [("What?", "That."), ("And?", "This.")]
    assert [card.line for card in parsed.cards] == [1, 4]


def test_sides_of_several_lines():
    parsed = read("Q: one\ntwo\n\n  three\nA: four\n\nfive\n\nQ: x\nA: y")
    assert sides(parsed) == [("one\ntwo\n\n  three", "four\n\nfive"), ("x", "y")]


def test_signs_repeated_line_by_line_make_one_side():
    parsed = read("Q: one\nQ: two\nA: three\nA: four\n\nQ: x\nA: y\n")
    assert sides(parsed) == [("one\ntwo", "three\nfour"), ("x", "y")]


def test_text_on_the_lines_after_the_signs():
    assert sides(read("Q:\nwhat\nA:\n\nthat\n")) == [("what", "that")]


def test_no_blank_line_between_cards():
    assert len(read("Q: a\nA: b\nQ: c\nA: d").cards) == 2


def test_spaces_beyond_the_one_after_the_sign_stay():
    assert sides(read("Q:   a \nA:b  \n")) == [("  a ", "b  ")]


def test_written_out():
    assert sides(read("Question: a\nAnswer: b\n")) == [("a", "b")]


def test_one_line_before_is_the_title_and_more_is_told():
    assert read("My deck\n\nQ: a\nA: b\n").title == "My deck"
    parsed = read("Notes\nof mine\n\nQ: a\nA: b\n")
    assert parsed.title == ""
    assert told(parsed) == ["line 1: Text before the first card was left out: “Notes”."]


def test_a_missing_answer_is_told_at_its_question():
    parsed = read("Q: a\n\nQ: b\nA: c\n\nQ: d\n")
    assert sides(parsed) == [("a", ""), ("b", "c"), ("d", "")]
    assert [line.partition(":")[0] for line in told(parsed)] == [
        "line 1 (card 1)",
        "line 1 (card 1)",
        "line 6 (card 3)",
        "line 6 (card 3)",
    ]


def test_a_second_answer_within_an_answer_is_text_and_told():
    parsed = read("Q: a\nA: b\nfurther\nA: c\n")
    assert sides(parsed) == [("a", "b\nfurther\nc")]
    assert told(parsed) == ["line 4 (card 1): A second A: taken as a line of text."]


def test_an_empty_question_is_left_out():
    parsed = read("Q:\nA: b\n\nQ: c\nA: d\n")
    assert sides(parsed) == [("c", "d")]
    assert "The question is empty" in told(parsed)[0]


@pytest.mark.parametrize("text", ["no signs\nat all", "FAQ: x\nUSA: y"])
def test_without_signs_no_card_is_invented(text):
    assert "no card was found" in refusal(text, "qa")
