"""Putting many cards aside, and taking that back."""

import pytest

from decks.editing.bulk_acting import bring_back_cards, put_aside_cards
from decks.models import Deck, ReviewState, User
from decks.study import marks
from decks.study.repair.checking import check_data
from decks.study.sessions import enrol
from tests.editing.list_forms import act, undo
from tests.factories import NOW, make_deck
from tests.study.sittings import DAY, MINUTE, cards_of, rate, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner: User) -> Deck:
    deck = make_deck(owner=learner, title="Seas", cards=30)
    enrol(learner, deck, now=NOW)
    return deck


def test_the_selected_are_put_aside_and_brought_back_by_the_toast(
    browser, deck, learner
):
    session, cards = start(learner, deck), cards_of(deck)
    rate(learner, session, cards[0], 4)
    before = list(ReviewState.objects.filter(card=cards[0]).values())
    reply = act(browser, deck, "aside", card=[cards[0].pk, cards[5].pk])
    html = reply.content.decode()
    assert "2 cards put aside." in html
    aside = ReviewState.objects.filter(user=learner, put_aside_at__isnull=False)
    assert set(aside.values_list("card_id", "due_at")) == {
        (cards[0].pk, None),
        (cards[5].pk, None),
    }
    assert check_data(fix=False, now=NOW + DAY).found_count == 0
    undo(browser, html)
    assert list(ReviewState.objects.filter(card=cards[0]).values()) == before
    assert check_data(fix=False, now=NOW + DAY).found_count == 0


def test_many_are_put_aside_and_back_as_one_is(learner, deck):
    session, cards = start(learner, deck), cards_of(deck)
    for minute, card in enumerate(cards[:4]):
        rate(learner, session, card, 1 + minute, now=NOW + minute * MINUTE)
    marks.start_over(learner, cards[3], now=NOW + DAY)
    one = list(ReviewState.objects.order_by("card_id").values())
    for card in cards[:5]:
        marks.put_aside(learner, card, now=NOW + 2 * DAY)
        marks.bring_back(learner, card)
    wanted = list(ReviewState.objects.order_by("card_id").values())
    put_aside_cards(learner, deck.pk, [c.pk for c in cards[:5]], now=NOW + 2 * DAY)
    assert bring_back_cards(learner, deck.pk, NOW + 2 * DAY) == 5
    assert list(ReviewState.objects.order_by("card_id").values()) == wanted
    assert wanted[:4] == one[:4]


def test_what_was_put_aside_before_stays_so_when_the_others_come_back(learner, deck):
    first, second = cards_of(deck)[:2]
    marks.put_aside(learner, first, now=NOW)
    assert put_aside_cards(learner, deck.pk, [first.pk, second.pk], now=NOW + DAY) == 1
    bring_back_cards(learner, deck.pk, NOW + DAY)
    assert ReviewState.objects.get(put_aside_at__isnull=False).card_id == first.pk
