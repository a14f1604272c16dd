import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.copies import find_copies

LONG = "Lambda scales to process as quickly as possible, up to the active groups"


def test_the_same_card_twice():
    assert find_copies([("q", LONG), ("other", "x y z"), ("q", LONG)]) == [(2, 0)]


def test_a_reworded_copy():
    reworded = LONG.replace("quickly", "fast").replace("Lambda", "LAMBDA")
    assert find_copies([("What scales?", LONG), ("What scales", reworded)]) == [(1, 0)]


def test_nearly_the_same_question_with_another_answer_is_no_copy():
    cards = [
        ("Lambda Execution Context", "Large files can be written into a /tmp space"),
        ("Lambda Execution Context", "Creates a temporary runtime environment for it"),
    ]
    assert find_copies(cards) == []


def test_the_same_answer_to_another_question_is_no_copy():
    first = "Which service keeps the messages of a queue for fourteen days at most?"
    second = "How would you call the thing that a fanout of notifications begins with?"
    assert find_copies([(first, "True"), (second, "True")]) == []


def test_short_answers_are_compared_as_wholes():
    assert find_copies([("Capital of France?", "Paris")] * 2) == [(1, 0)]


@pytest.mark.parametrize("cards", [[], [("q", "a")], [("", ""), ("q", "")]])
def test_nothing_to_compare(cards):
    assert find_copies(cards) == []


def test_letters_of_any_script():
    cards = [
        ("何ですか", "これは長い答えです。もっと長く。"),
        ("何ですか", "これは長い答えです。もっと長く!"),
    ]
    assert find_copies(cards) == [(1, 0)]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=60)), max_size=12))
def test_pairs_are_later_and_earlier_and_equal_cards_are_found(cards):
    pairs = find_copies([*cards, ("What scales to groups?", LONG)] * 2)
    assert all(later > earlier for later, earlier in pairs)
    assert pairs == sorted(set(pairs))
    assert (2 * len(cards) + 1, len(cards)) in pairs
