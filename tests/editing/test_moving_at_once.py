"""Cards that move while others rate them or move them as well."""

import datetime as dt
import threading

import pytest
from django.db import connection

from decks.editing.moving import delete_cards, move_cards, restore_cards
from decks.models import Deck
from decks.study.recording import NoSuchCard
from decks.study.sessions import enrol
from tests.editing.test_moving import LATER, assert_sound, make_class, order
from tests.factories import NOW, make_public_deck, make_user
from tests.study.sittings import MINUTE, cards_of, rate, start

pytestmark = pytest.mark.django_db(transaction=True)


def test_ratings_that_arrive_while_cards_come_and_go_are_counted():
    deck = make_public_deck(cards=12)
    user = make_user()
    enrol(user, deck, now=NOW)
    session, cards = start(user, deck), cards_of(deck)
    done = threading.Event()

    def rate_on() -> None:
        try:
            for minute, card in enumerate(cards):
                try:
                    rate(user, session, card, 3, now=NOW + minute * MINUTE)
                except NoSuchCard:
                    continue
        finally:
            done.set()
            connection.close()

    rater = threading.Thread(target=rate_on)
    rater.start()
    moment = NOW
    while not done.is_set():
        moment += dt.timedelta(seconds=1)
        handle = delete_cards(deck.pk, [card.pk for card in cards], now=moment)
        restore_cards(deck.pk, handle, now=moment)
    rater.join()

    assert len(order(deck)) == len(cards)
    assert_sound()


def test_two_who_move_the_same_cards_to_and_fro_do_not_wait_for_each_other_for_ever():
    one, two = make_public_deck(cards=6), make_public_deck(cards=6)
    make_class(one)
    make_class(two)
    ids = order(one) + order(two)
    failed: list[Exception] = []

    def move(to: Deck) -> None:
        try:
            for _ in range(10):
                move_cards(ids, to.pk, now=LATER)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    movers = [threading.Thread(target=move, args=(deck,)) for deck in (one, two)]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join()

    assert not failed
    assert len(order(one)) + len(order(two)) == 12
    assert_sound()
