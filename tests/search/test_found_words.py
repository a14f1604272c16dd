"""Where the words stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.found_words import EXCERPT_CHARACTERS, excerpt, folded, parts
from decks.cards.wanted_words import Wanted, Word


def wanted(*words, near=(), is_quoted=False):
    return Wanted((Word(words, is_quoted, tuple(near or () for _ in words)),))


def found(text, wanted):
    return [part.text for part in parts(text, wanted) if part.is_found]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("AWS Lambda and lambdas", ["lambda"], ["Lambda", "lambdas"]),
        ("Über Élan", ["uber", "elan"], ["Über", "Élan"]),
        ("cafe\u0301 au lait", ["cafe"], ["cafe\u0301"]),
        ("set AWS_XRAY_X now", ["aws", "xray"], ["AWS", "XRAY"]),
        ("ec2:CreateNetworkInterface", ["ec2"], ["ec2"]),
        ("die Straße", ["strasse"], ["Straße"]),
        ("東京都に住む", ["東", "京"], ["東京"]),
        ("กรุงเทพมหานคร", list("กรุงเทพ"), ["กรุงเทพ"]),
        ("שלום עולם", ["שלום"], ["שלום"]),
        ("nothing here", ["lambda"], []),
        ("", ["lambda"], []),
    ],
)
def test_marks(text, words, marked):
    assert found(text, wanted(*words)) == marked


def test_near_words_are_marked():
    assert found("a lambda", wanted("lamda", near=("lambda",))) == ["lambda"]


def test_a_phrase_marks_its_words_and_not_what_begins_like_them():
    assert found("event events", wanted("event", is_quoted=True)) == ["event"]


def test_the_excerpt_begins_shortly_before_the_hit_at_a_word():
    text = "word " * 300 + "the lambda " + "end " * 300
    cut = excerpt(text, wanted("lambda"))
    shown = "".join(part.text for part in cut)
    assert shown.startswith("… word ")
    assert "lambda" in shown[:80]
    assert len(shown) <= EXCERPT_CHARACTERS + 2


def test_an_excerpt_without_a_hit_is_the_beginning_on_one_line():
    (part,) = excerpt("one\n\ntwo  three", wanted("lambda"))
    assert (part.text, part.is_found) == ("one two three", False)


@given(st.text(max_size=200), st.text(min_size=1, max_size=5))
def test_nothing_is_lost(text, word):
    cut = parts(text, wanted(folded(word)))
    assert "".join(part.text for part in cut) == text
