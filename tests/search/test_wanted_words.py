"""What was typed, taken apart; near words; always a tsquery that PostgreSQL takes."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decks.cards.searching import wanted_words
from decks.cards.wanted_words import (
    PIECES_MAX,
    TEXT_MAX_CHARACTERS,
    Piece,
    distance,
    farness,
    near_max,
    nearest,
    pieces_of,
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("   \t ", []),
        ("lambda", [Piece("lambda")]),
        ('a "b c" d', [Piece("a"), Piece("b c", True), Piece("d")]),
        ('"left open', [Piece("left open", True)]),
        ('""', []),
        ('a"b"', [Piece("a"), Piece("b", True)]),
        ("a\0b", [Piece("a"), Piece("b")]),
        ("\u200fעברית שלום", [Piece("\u200fעברית"), Piece("שלום")]),
    ],
)
def test_pieces(text, pieces):
    assert pieces_of(text) == pieces


def test_only_so_much_is_taken():
    assert len(pieces_of("a " * 1000)) == PIECES_MAX
    assert len(pieces_of("x" * 2000)[0].text) == TEXT_MAX_CHARACTERS


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("lambda", "lambda", 0),
        ("lamda", "lambda", 1),
        ("labmda", "lambda", 1),
        ("lxmbda", "lambda", 1),
        ("lambdas", "lambda", 1),
        ("", "abc", 3),
        ("asnychronuos", "asynchronous", 2),
    ],
)
def test_distance(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("lamda", "lambda"),
        ("fucntion", "function"),
        ("retries", "retry"),
        ("retried", "retries"),
        ("throttle", "throttling"),
        ("configure", "configuration"),
        ("networkinterface", "createnetworkinterface"),
        ("haus", "hauser"),
    ],
)
def test_near(typed, known):
    assert farness(typed, known) is not None


@pytest.mark.parametrize(
    ("typed", "known"),
    [("station", "nation"), ("cat", "car"), ("role", "queue"), ("lambda", "panda")],
)
def test_not_near(typed, known):
    assert farness(typed, known) is None


def test_the_nearest_comes_first():
    known = ["xlamb", "lambda", "lambs", "lamb", "lamp", "queue"]
    assert nearest("lamb", known) == ("lambs", "lamp", "xlamb", "lambda")


def test_many_words_bring_no_near_ones():
    assert [near_max(words) for words in (0, 1, 2, 4, 5, 12)] == [24, 24, 12, 6, 0, 0]


class Queries(TestCase):
    @given(st.text(max_size=60))
    def test_whatever_is_typed_is_a_query(self, text):
        wanted = wanted_words(text)
        for query in (wanted.exact, wanted.wide, wanted.begun):
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::tsquery", [query])
