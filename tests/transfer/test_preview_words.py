import pytest

from decks.transfer.formats import Reading
from decks.transfer.formats.parsed import Problem
from decks.transfer.preview import Choices, Kind
from decks.transfer.preview_words import (
    card_of,
    copies_words,
    done_words,
    into_words,
    line_of,
    look_alike_words,
    numbers,
    reading_words,
    said,
    save_words,
)
from tests.transfer.planning import RIVERS, deck_of, plan, texts

NILE, AMAZON, DANUBE, RHINE = RIVERS


@pytest.mark.parametrize(
    ("made", "button", "toast"),
    [
        (plan(texts(NILE)), "Save 1 card", "1 card saved."),
        (plan(texts(NILE, AMAZON, NILE)), "Save 2 cards", "2 cards saved."),
        (
            plan(texts(NILE), deck_of(NILE, RHINE), Choices({Kind.MISSING: "delete"})),
            "Delete 1 card",
            "1 card deleted.",
        ),
        (
            plan(
                texts((NILE[0], "Nile"), DANUBE),
                deck_of(NILE, RHINE),
                Choices({Kind.MISSING: "delete"}),
            ),
            "Save 2 cards and delete 1",
            "2 cards saved, 1 deleted.",
        ),
    ],
)
def test_the_button_says_what_it_does_and_the_toast_repeats_it(made, button, toast):
    assert save_words(made) == button
    assert done_words(made) == toast


def test_where_nothing_is_to_be_done_there_is_no_button():
    assert save_words(plan(texts(NILE), deck_of(NILE))) == ""


def test_what_goes_into_a_deck():
    made = plan(texts(NILE, (AMAZON[0], "Amazon"), DANUBE), deck_of(NILE, AMAZON))
    assert into_words(made) == "1 new, 1 changed, 1 unchanged"


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading("brainscape"), "numbered Q and A"),
        (Reading("csv", separator=";"), "a table, separated by semicolon"),
    ],
)
def test_how_it_was_read(reading, words):
    assert reading_words(reading).lower() == words.lower()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([8], "8"),
        ([8, 10], "8 and 10"),
        ([8, 10, 1011], "8, 10 and 1,011"),
        (range(1, 21), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 8 more"),
    ],
)
def test_numbers_in_a_sentence(found, words):
    assert numbers(found) == words


def test_which_repeat_which():
    assert (
        copies_words([(14, 8), (16, 10)], in_deck=False) == "14 and 16 repeat 8 and 10."
    )
    assert copies_words([(3, 7)], in_deck=True) == "3 repeats the deck’s 7."
    assert look_alike_words(1) == "1 card looks like a copy"
    assert look_alike_words(5) == "5 cards look like copies"


def test_one_thing_at_many_places_is_said_once():
    problems = [Problem(f"line {n} (card {n})", "Cut.") for n in range(3, 9)]
    [one, other] = said([*problems, Problem("the whole text", "Odd.")])
    assert one.where == "Line 3 (card 3), line 4 (card 4), line 5 (card 5) and 3 more"
    assert (one.what, one.line) == ("Cut.", 3)
    assert (other.where, other.line) == ("The whole text", 0)


@pytest.mark.parametrize(
    ("where", "line", "card"),
    [("line 120 (card 7)", 120, 7), ("line 4", 4, 0), ("the whole file", 0, 0)],
)
def test_a_place_is_read_back(where, line, card):
    assert (line_of(where), card_of(where)) == (line, card)
