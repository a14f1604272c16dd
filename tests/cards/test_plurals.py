"""One card, two cards."""

import pytest

from decks.cards.plurals import counted, noun


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 cards"), (1, "1 card"), (4_218, "4,218 cards")]
)
def test_a_number_of_things(count, words):
    assert counted(count, "card") == words


def test_one_or_several():
    assert noun(1, "card") == "card"
    assert {noun(count, "card") for count in (0, 2, None)} == {"cards"}
