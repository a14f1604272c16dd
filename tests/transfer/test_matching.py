"""Which card of a deck is meant, where nobody says that the text came from there."""

from decks.transfer.formats import ParsedCard
from decks.transfer.matching import KnownCard, match


def deck(*cards, **more):
    return [KnownCard(100 + n, n, q, a, **more) for n, (q, a) in enumerate(cards, 1)]


def numbers(cards, known):
    """{number in the text: number in the deck}."""
    parsed = [ParsedCard(n, q, a) for n, (q, a) in enumerate(cards, start=1)]
    found = match(parsed, known, is_same_text=False)
    return {n: card.number for n, card in found.items()}


def test_cards_that_are_added_are_not_written_over_those_of_their_numbers():
    known = deck(("a", "1"), ("b", "2"), ("c", "3"))
    assert numbers([("x", "8"), ("y", "9")], known) == {}


def test_a_short_answer_alone_finds_nothing():
    assert numbers([("Is it so?", "True")], deck(("Or so?", "True"))) == {}


def test_half_of_a_short_text_found_is_not_enough():
    """A correction and a new card, into a deck of three: the new one stays new."""
    known = deck(("a", "1"), ("b", "2"), ("c", "3"))
    assert numbers([("a", "better"), ("new", "n")], known) == {1: 1}


def test_part_of_a_long_deck_and_a_new_card_stay_apart():
    known = deck(*[(f"q{n}", f"a{n}") for n in range(20)])
    assert numbers([("q0", "a0"), ("q1", "a1"), ("new", "n")], known) == {1: 1, 2: 2}


def test_two_editions_of_one_text_are_compared_by_number_too():
    known = deck(("a", "1"), ("b", "2"), ("c", "3"))
    edited = [("a", "1"), ("b", "2"), ("both", "changed")]
    assert numbers(edited, known) == {1: 1, 2: 2, 3: 3}


def test_the_name_in_the_file_goes_before_the_text():
    known = [KnownCard(1, 1, "same", "1"), KnownCard(2, 2, "other", "2", key="k")]
    found = match([ParsedCard(1, "same", "1", key="k")], known)
    assert found[1].card_id == 2


def test_an_empty_name_finds_nothing():
    assert numbers([("x", "8")], deck(("a", "1"), ("b", "2"))) == {}
