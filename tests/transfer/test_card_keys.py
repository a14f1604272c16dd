import re

import pytest

from decks.models import Card
from decks.transfer import formats
from decks.transfer.card_keys import keys_of
from decks.transfer.exporting import EXPORTS, written_deck
from decks.transfer.preview import Choices, Kind
from decks.transfer.saving import plan_for
from tests.factories import make_card, make_deck


def test_each_card_has_a_name_and_it_stays():
    keys = keys_of([(n, "") for n in range(1, 10_001)])
    assert len(set(keys)) == 10_000
    assert keys == keys_of([(n, "") for n in range(1, 10_001)])
    assert keys[6:7] == keys_of([(7, "")])


def test_the_name_tells_neither_number_nor_site(settings):
    [key] = keys_of([(123, "")])
    assert re.fullmatch("fc-[0-9a-f]{20}", key)
    settings.SECRET_KEY = "another site's"
    assert keys_of([(123, "")]) != [key]


def test_the_name_it_came_with_is_kept():
    assert keys_of([(1, "guid"), (2, "")])[0] == "guid"


def test_of_two_that_came_with_one_name_the_later_has_its_own():
    first, second, third = keys_of([(1, "guid"), (2, "guid"), (3, "guid")])
    assert first == "guid"
    assert [second, third] == keys_of([(2, ""), (3, "")])


def test_who_came_with_the_name_of_another_has_its_own():
    [name_of_5] = keys_of([(5, "")])
    assert keys_of([(5, ""), (8, name_of_5)]) == keys_of([(5, ""), (8, "")])
    assert keys_of([(8, name_of_5), (5, "")]) == keys_of([(8, ""), (5, "")])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["json", "anki"])
def test_a_deck_with_a_name_twice_goes_out_and_comes_back_unchanged(name):
    deck = make_deck()
    for n in range(3):
        make_card(deck=deck, question=f"Question {n}", source_key="guid")
    data = EXPORTS[name].write(written_deck(deck))
    assert data is not None
    parsed = formats.read(data)
    assert len({card.key for card in parsed.cards}) == 3
    assert plan_for(parsed, deck, Choices()).counts == {Kind.UNCHANGED: 3}
    Card.objects.update(question="Other")
    plan = plan_for(parsed, deck, Choices())
    assert [known.number for known, _ in plan.changed] == [1, 2, 3]
