"""A card that its text lost keeps its place in the deck, beside the one that moved."""

import pytest

from decks.models import Card
from decks.transfer import formats
from decks.transfer.run import Target, import_cards
from tests.factories import NOW
from tests.transfer.pages import page


def run(*cards):
    parsed = formats.read(page(cards).encode())
    return import_cards(parsed, Target("title:Deck", "Deck"), now=NOW)


@pytest.mark.django_db
def test_a_card_rewritten_in_a_lost_ones_place_is_still_itself():
    run(("lost", "l"), ("stays", "s"), ("end", "e"))
    ids = dict(Card.objects.values_list("question", "pk"))
    run(("stays", "s"), ("end", "e"))
    summary = run(("rewritten", "r"), ("end", "e"))
    assert (summary.created, summary.updated) == (0, 1)
    assert Card.objects.get(question="rewritten").pk == ids["stays"]
    assert [card.question for card in summary.missing] == ["lost"]
