"""What is other in one text than in another."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.differences import (
    DIFFERENCES_MAX,
    Change,
    Piece,
    word_changes,
)

SAME, GONE, ADDED = Change.SAME, Change.GONE, Change.ADDED

WORDS = st.lists(
    st.sampled_from(["the ", "cold", " start", "\n", "is", "  ", "é", "•", "a.b"]),
    max_size=40,
).map("".join)


def test_texts_that_are_equal_are_one_piece() -> None:
    assert word_changes("Cold start", "Cold start") == (Piece(SAME, "Cold start"),)


def test_two_empty_texts_have_no_pieces() -> None:
    assert word_changes("", "") == ()


def test_a_word_in_the_place_of_another() -> None:
    assert word_changes("at most 512 MB of it", "at most 10,240 MB of it") == (
        Piece(SAME, "at most "),
        Piece(GONE, "512 "),
        Piece(ADDED, "10,240 "),
        Piece(SAME, "MB of it"),
    )


def test_what_went_stands_before_all_that_came_in_its_place() -> None:
    pieces = word_changes("one two three", "one four five three")
    assert [piece.change for piece in pieces] == [SAME, GONE, ADDED, SAME]


def test_a_line_that_was_added() -> None:
    assert word_changes("a\nc", "a\nb\nc") == (
        Piece(SAME, "a\n"),
        Piece(ADDED, "b\n"),
        Piece(SAME, "c"),
    )


@given(WORDS | st.text(), WORDS | st.text())
def test_the_pieces_join_to_both_texts(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change != GONE) == new


@given(WORDS | st.text(), WORDS | st.text())
def test_no_two_neighbours_have_the_same_change(old: str, new: str) -> None:
    changes = [piece.change for piece in word_changes(old, new)]
    assert all(one != other for one, other in itertools.pairwise(changes))
    assert all(piece.text for piece in word_changes(old, new))


@given(st.lists(WORDS, max_size=3).map("\n".join), WORDS)
def test_what_is_added_at_the_end_leaves_the_rest_as_it_was(
    old: str, more: str
) -> None:
    pieces = word_changes(old, f"{old}\n{more}")
    assert all(piece.change != GONE for piece in pieces)


@pytest.mark.parametrize("size", [DIFFERENCES_MAX - 1, DIFFERENCES_MAX * 4])
def test_texts_that_differ_in_everything(size: int) -> None:
    old = " ".join(f"a{number}" for number in range(size))
    new = " ".join(f"b{number}" for number in range(size))
    assert [piece.change for piece in word_changes(old, new)] == [GONE, ADDED]


def test_where_words_differ_too_much_lines_are_compared() -> None:
    old = "kept\n" + "a " * 2000 + "\nkept too\nx"
    new = "kept\n" + "b c " * 1000 + "\nkept too\ny"
    pieces = word_changes(old, new)
    assert Piece(SAME, "\nkept too\n") in pieces or any(
        piece.change == SAME and "kept too" in piece.text for piece in pieces
    )
