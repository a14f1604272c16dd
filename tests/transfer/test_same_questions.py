"""Cards that ask the same and answer differently."""

import pytest

from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK
from decks.transfer.formats import ParsedCard, find_same_questions


def same(*sides):
    cards = [ParsedCard(n, q, a) for n, (q, a) in enumerate(sides, start=1)]
    return find_same_questions(cards)


def test_one_question_with_two_answers():
    assert same(("Why?", "a"), ("x", "y"), ("why", "b")) == [(1, 3)]


@pytest.mark.parametrize("answer", ["Because it rains.", "Because it rains, often"])
def test_the_same_answer_in_other_words_is_a_copy_and_not_told_here(answer):
    assert same(("Why?", "because it rains"), ("why ", answer)) == []


def test_signs_alone_are_answers_too():
    assert same(("Sum?", "+"), ("Sum?", "-"), ("Sum?", "+")) == [(1, 2)]
    assert same(("Sum?", ""), ("Sum?", "plus")) == [(1, 2)]


def test_each_one_is_paired_with_the_first():
    assert same(("q", "a"), ("q", "b"), ("q", "c")) == [(1, 2), (1, 3)]


def test_a_question_that_is_the_first_line_of_another():
    assert same(("Why\n\nOn Mars", "a"), ("x", "y"), ("Why?", "b")) == [(1, 3)]


def test_a_first_line_that_two_share_is_no_question():
    assert same(("Which?\nA) 1", "a"), ("Which?\nB) 2", "b")) == []


def test_the_real_deck_asks_one_thing_twice():
    cards = formats.read(LAMBDA_DECK.read_bytes()).cards
    assert find_same_questions(cards) == [(1, 9)]


def test_none_and_one():
    assert same() == same(("q", "a")) == []
