"""The one word on rating 2 where 3 is meant."""

import pytest

from decks.models import User
from decks.study.barely import LEAST_REVIEWS, barely_percent, word_on_barely
from decks.study.sessions import start_session
from tests.factories import NOW
from tests.study.browsing import begin
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def later_reviews(*, barely, others=LEAST_REVIEWS, **fields):
    """A learner with so many reviews on the day after the first rating."""
    count = barely + others
    user, deck = make_learner(cards=count, new_cards_per_day=count, **fields)
    cards, session = cards_of(deck), start(user)
    for card in cards:
        rate(user, session, card, 3)
    later = start_session(user, now=NOW + 9 * DAY)
    assert later is not None
    for number, card in enumerate(cards):
        level = 2 if number < barely else 4
        rate(user, later, card, level, seen=1, now=NOW + 9 * DAY)
    return user


@pytest.mark.parametrize(("barely", "is_told"), [(6, False), (12, True)])
def test_who_says_2_too_often_is_told_once(barely, is_told):
    user = later_reviews(barely=barely)
    words = word_on_barely(user, now=NOW)
    assert ("rated 2, Barely" in words) is is_told
    assert word_on_barely(User.objects.get(pk=user.pk), now=NOW) == ""


def test_two_tabs_at_the_end_tell_it_once():
    user = later_reviews(barely=12)
    assert word_on_barely(user, now=NOW)
    assert word_on_barely(user, now=NOW) == ""


def test_too_few_reviews_tell_nothing():
    user = later_reviews(barely=10, others=10)
    assert barely_percent(user) is None
    assert word_on_barely(user, now=NOW) == ""


def test_repeats_on_the_same_day_do_not_count():
    user, deck = make_learner(cards=LEAST_REVIEWS, new_cards_per_day=LEAST_REVIEWS)
    session = start(user)
    for card in cards_of(deck):
        rate(user, session, card, 2)
        rate(user, session, card, 2, seen=1)
    assert barely_percent(user) is None


def test_it_is_said_when_a_sitting_ends(client):
    user = later_reviews(barely=12)
    client.force_login(user)
    path = begin(client, cards_deck(user))
    client.post(path + "end/")
    page = client.get(path + "summary/").content.decode()
    assert "on a later day were rated 2, Barely" in page


def cards_deck(user):
    """The learner's deck, with cards that wait today."""
    _, deck = make_learner(cards=1)
    return deck
