"""A card's place: few rows written, and no card lost between two who order."""

import random
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decks.editing.moving import delete_cards, restore_cards
from decks.editing.placing import (
    number_of,
    place_after,
    place_at,
    place_before,
    step,
)
from decks.models import Card, Deck
from tests.factories import NOW, make_deck, make_public_deck, make_user
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db


def order(deck: Deck) -> list[int]:
    return [card.pk for card in cards_of(deck)]


def written(deck: Deck, before: dict[int, int]) -> int:
    """How many positions are others than before."""
    now = dict(Card.objects.filter(deck=deck).values_list("pk", "position"))
    return sum(before[pk] != position for pk, position in now.items())


def positions(deck: Deck) -> dict[int, int]:
    return dict(Card.objects.filter(deck=deck).values_list("pk", "position"))


@pytest.mark.parametrize(
    ("move", "wanted"),
    [
        (lambda deck, ids: place_after(deck, ids[0], ids[2]), "1203"),
        (lambda deck, ids: place_after(deck, ids[3], ids[0]), "0312"),
        (lambda deck, ids: place_before(deck, ids[3], ids[0]), "3012"),
        (lambda deck, ids: place_before(deck, ids[0], ids[3]), "1203"),
        (lambda deck, ids: place_after(deck, ids[1], ids[1]), "0123"),
        (lambda deck, ids: place_at(deck, ids[0], 4), "1230"),
        (lambda deck, ids: place_at(deck, ids[2], 1), "2013"),
        (lambda deck, ids: place_at(deck, ids[2], 99), "0132"),
        (lambda deck, ids: step(deck, ids[1], 1), "0213"),
        (lambda deck, ids: step(deck, ids[1], -1), "1023"),
        (lambda deck, ids: step(deck, ids[0], -1), "0123"),
        (lambda deck, ids: step(deck, ids[3], 1), "0123"),
    ],
)
def test_a_card_goes_where_it_is_put(move, wanted):
    deck = make_deck(cards=4)
    ids = order(deck)
    move(deck.pk, ids)
    assert "".join(str(ids.index(pk)) for pk in order(deck)) == wanted


def test_the_number_of_a_card_is_its_place_whatever_gaps_there_are():
    deck = make_deck(cards=4)
    ids = order(deck)
    delete_cards(deck.pk, ids[:2], now=NOW)
    assert number_of(Card.objects.get(pk=ids[3])) == 2
    assert place_at(deck.pk, ids[3], 1) == 1
    assert number_of(Card.objects.get(pk=ids[3])) == 1


@pytest.mark.full
def test_moving_within_a_page_writes_only_what_lies_between():
    deck = make_deck(cards=10_000)
    ids, before = order(deck), positions(deck)
    with CaptureQueriesContext(connection) as statements:
        place_after(deck.pk, ids[5_000], ids[5_010])
    assert len(statements) <= 5
    assert written(deck, before) == 11


def test_a_card_beside_one_that_is_gone_stays():
    deck, other = make_deck(cards=2), make_deck(cards=1)
    ids = order(deck)
    assert not place_after(deck.pk, ids[0], order(other)[0])
    assert place_at(deck.pk, order(other)[0], 1) is None
    assert step(deck.pk, order(other)[0], 1) is None
    assert order(deck) == ids


def test_cards_that_share_a_place_can_be_told_apart():
    deck = make_deck(cards=5)
    Card.objects.filter(deck=deck).update(position=3)
    ids = order(deck)
    place_before(deck.pk, ids[4], ids[0])
    assert order(deck) == [ids[4], *ids[:4]]


class AnyOrder(TestCase):
    @given(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=12
        ),
        st.lists(st.integers(0, 9), min_size=8, max_size=8),
    )
    def test_any_moves_give_the_order_that_a_list_gives(self, moves, places):
        deck = make_deck(cards=8)
        for card, place in zip(cards_of(deck), places, strict=True):
            Card.objects.filter(pk=card.pk).update(position=place)
        wanted = order(deck)
        cards = sorted(wanted)
        for one, other, is_after in moves:
            card, beside = cards[one], cards[other]
            put = place_after if is_after else place_before
            assert put(deck.pk, card, beside)
            if card != beside:
                wanted.remove(card)
                wanted.insert(wanted.index(beside) + is_after, card)
            assert order(deck) == wanted


@pytest.mark.django_db(transaction=True)
def test_two_who_order_at_once_lose_no_card():
    deck = make_deck(cards=12)
    ids = order(deck)
    failed: list[Exception] = []

    def shuffle(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for moment in range(15):
                card, beside = chance.sample(ids, 2)
                place_after(deck.pk, card, beside)
                if moment % 5 == 0:
                    delete_cards(deck.pk, [card], now=NOW)
                    restore_cards(deck.pk, NOW, now=NOW)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=shuffle, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(order(deck)) == sorted(ids)


# --- The page and what the script sends -----------------------------------------------


def path(card: int) -> str:
    return reverse("card_place", args=[card])


def test_a_page_asks_for_the_place(browser, learner):
    deck = make_deck(owner=learner, cards=3)
    ids = order(deck)
    html = browser.get(path(ids[1])).content.decode()
    assert "It is number 2 of 3." in html
    reply = browser.post(path(ids[1]), {"number": "1"}, follow=True)
    assert "It is now 1 of 3." in reply.content.decode()
    assert order(deck) == [ids[1], ids[0], ids[2]]


@pytest.mark.parametrize("number", ["", "0", "4", "-1", "x", "9" * 30])
def test_a_place_that_is_none_is_told(browser, learner, number):
    deck = make_deck(owner=learner, cards=3)
    ids = order(deck)
    reply = browser.post(path(ids[0]), {"number": number})
    assert reply.status_code == 422
    assert 'id="id_number_error"' in reply.content.decode()
    assert order(deck) == ids


def test_a_step_and_a_drop_answer_what_is_said(browser, learner):
    deck = make_deck(owner=learner, cards=3)
    first, second, third = order(deck)
    headers = {"HX-Request": "true"}
    reply = browser.post(path(first), {"by": "1"}, headers=headers)
    assert reply.content.decode() == "Card moved. It is now 2 of 3."
    reply = browser.post(path(first), {"after": third}, headers=headers)
    assert reply.content.decode() == "Card moved. It is now 3 of 3."
    reply = browser.post(path(first), {"before": second}, headers=headers)
    assert order(deck) == [first, second, third]
    delete_cards(deck.pk, [third], now=NOW)
    reply = browser.post(path(first), {"after": third}, headers=headers)
    assert "Nothing was moved" in reply.content.decode()


def test_only_an_editor_orders(client):
    deck = make_public_deck(owner=make_user(), cards=2)
    ids = order(deck)
    client.force_login(make_user())
    assert client.post(path(ids[0]), {"by": "1"}).status_code == 404
    assert order(deck) == ids
