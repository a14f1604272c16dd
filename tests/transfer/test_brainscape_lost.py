"""Pages whose frames vanish part-way, and files cut off anywhere."""

import pytest

from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK
from decks.transfer.formats import NotADeck
from tests.transfer.pages import TAIL

FIRST = "T\n1\nQ\na\nA\nb\n"
LAST = "3\nQ\nx\nA\ny\n"


def read(text):
    return formats.read(text.encode())


def numbers(parsed):
    return [card.number for card in parsed.cards]


def reported(parsed):
    return [f"{problem.where}: {problem.what}" for problem in parsed.problems]


@pytest.mark.parametrize("tail", ["", TAIL], ids=["bare", "tails"])
def test_a_card_without_q_and_a_is_left_out_and_its_place_named(tail):
    parsed = read(f"{FIRST}{tail}\n2\n\nwhat\n\nthat\n{tail}{LAST}{tail}")
    assert numbers(parsed) == [1, 3]
    assert parsed.cards[0].answer == "b"
    [problem] = reported(parsed)
    assert "(card 2): Q and A are lost, so this was left out: “what”." in problem


def test_q_and_a_lost_up_to_the_end_do_not_fill_the_last_answer():
    parsed = read(f"{FIRST}\n2\n\nwhat\n\nthat\n\n3\n\nx\n\ny\n")
    assert [(card.number, card.answer) for card in parsed.cards] == [(1, "b")]
    assert [line.partition(":")[0] for line in reported(parsed)] == [
        "lines 8 to 13 (card 2)",
        "lines 14 to 19 (card 3)",
    ]


def test_a_lone_number_within_the_last_answer_is_text():
    assert read(f"{FIRST}\n2\n\nunits\n").cards[0].answer == "b\n\n2\n\nunits"


def test_a_number_and_a_q_within_an_answer_are_text_and_reported():
    parsed = read(f"{FIRST}7\nQ\nnothing\n2\nQ\nx\nA\ny\n")
    assert parsed.cards[0].answer == "b\n7\nQ\nnothing"
    assert reported(parsed) == [
        "line 7 (card 1): Here stands 7 and then Q, but no A follows:"
        " taken as text, not as a card."
    ]


def test_a_lost_number_after_a_tail_is_seen():
    parsed = read(f"{FIRST}{TAIL}Q\nc\nA\nd\n{TAIL}{LAST}{TAIL}")
    assert numbers(parsed) == [1, 2, 3]
    assert "(card 2): Here stands no number after number 1" in reported(parsed)[0]


@pytest.mark.parametrize(
    "left",
    ["ell did y", "ell did you know this?\n1\nNot a", "ell did you know this?\n5"],
)
def test_a_torn_tail_is_taken_off_and_reported(left):
    parsed = read(f"{FIRST}How w{left}")
    assert parsed.cards[0].answer == "b"
    assert "The copied tail is torn" in reported(parsed)[0]


def test_text_after_the_last_tail_is_no_answer():
    parsed = read(f"{FIRST}{TAIL}More decks in this class (12):\nRivers\n")
    assert parsed.cards[0].answer == "b"
    assert reported(parsed) == [
        "lines 15 to 16 (card 1): Text after the copied tail was left out:"
        " “More decks in this class (12):”."
    ]


def check_cut(size, whole):
    """All cards but the last are as they were, and the last is their beginning.

    What is more may be the first letters of a tail or of the next number: "How" and
    the 2 of 20 are no sure signs.
    """
    try:
        cards = formats.read(LAMBDA_DECK.read_bytes()[:size]).cards
    except NotADeck as refusal:
        return refusal.where.startswith("line")
    last, was = cards[-1].answer, whole[len(cards) - 1].answer
    more = last.removeprefix(was).strip() if last.startswith(was) else last
    unsure = any(sign.startswith(more) for sign in ("How wel", str(len(cards) + 1)))
    begins = was.startswith(last.rstrip()) or unsure
    return begins and cards[:-1] == whole[: len(cards) - 1]


def check_cuts(sizes):
    whole = formats.read(LAMBDA_DECK.read_bytes()).cards
    assert [size for size in sizes if not check_cut(size, whole)] == []


def test_the_real_deck_cut_off_anywhere():
    check_cuts(range(0, 22_000, 97))


@pytest.mark.full
def test_the_real_deck_cut_off_at_every_byte():
    check_cuts(range(len(LAMBDA_DECK.read_bytes())))
