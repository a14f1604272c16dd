"""What a deck's page predicts: the sum in SQL against the formula card by card."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decks.models import Card, Deck, User
from decks.progress.deck_recall import DAYS_AHEAD, deck_recall
from decks.scheduling.fsrs import curve_numbers, retrievability, total_recall
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def seen(user: User, card: Card, *, days_ago: int, stability_days: float = 8.0) -> None:
    then = NOW - days_ago * DAY
    make_review_state(
        user=user,
        card=card,
        stability_days=stability_days,
        last_reviewed_at=then,
        last_study_day=then.date(),
    )


def recall(user: User, deck: Deck, *, card_count: int | None = None):
    count = deck.card_count if card_count is None else card_count
    return deck_recall(user, deck.pk, card_count=count, today=TODAY)


class TestTheNumbers:
    def test_r_is_90_percent_after_s_days_and_the_unseen_count_0(self):
        user, deck = make_learner(cards=4)
        for card in cards_of(deck)[:2]:
            seen(user, card, days_ago=8)
        assert recall(user, deck).today_percent == 45

    def test_a_card_rated_today_counts_as_it_will_tomorrow(self):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], days_ago=0)
        assert recall(user, deck).today_sum == pytest.approx(retrievability(8.0, 1))
        later = retrievability(8.0, DAYS_AHEAD)
        assert recall(user, deck).later_sum == pytest.approx(later)

    def test_a_day_ahead_of_the_clock_counts_as_today(self):
        """A moved time zone may put the last rating on tomorrow's study day."""
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], days_ago=-1)
        assert recall(user, deck).today_sum == pytest.approx(retrievability(8.0, 1))

    def test_nothing_seen_is_too_little(self):
        user, deck = make_learner(cards=3)
        assert not recall(user, deck).is_known
        assert recall(user, deck).today_percent == 0

    def test_a_deck_without_cards(self):
        user, deck = make_learner(cards=0)
        assert recall(user, deck).later_percent == 0

    def test_states_that_moved_cards_left_make_no_more_than_all(self):
        user, deck = make_learner(cards=2)
        for card in cards_of(deck):
            seen(user, card, days_ago=1, stability_days=1000.0)
        assert recall(user, deck, card_count=1).card_count == 2

    def test_predicted_is_never_certain(self):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], days_ago=1, stability_days=1000.0)
        assert recall(user, deck).today_percent == 99

    def test_only_ones_own_cards_of_this_deck(self):
        user, deck = make_learner(cards=1)
        other = make_deck(owner=user, cards=1)
        seen(user, cards_of(other)[0], days_ago=1)
        seen(make_user(), cards_of(deck)[0], days_ago=1)
        assert not recall(user, deck).is_known


class TestAgainstTheFormula(TestCase):
    @given(
        st.lists(
            st.tuples(st.floats(0.001, 36500.0), st.integers(1, 4000)),
            min_size=1,
            max_size=8,
        )
    )
    def test_the_sum_in_sql_is_the_sum_of_r(self, memories):
        user, deck = make_learner(cards=len(memories))
        for card, (stability, days) in zip(cards_of(deck), memories, strict=True):
            seen(user, card, days_ago=days, stability_days=stability)
        found = recall(user, deck)
        assert found.today_sum == pytest.approx(total_recall(memories, 0), rel=1e-9)
        later = total_recall(memories, DAYS_AHEAD)
        assert found.later_sum == pytest.approx(later, rel=1e-9)


def test_the_curves_numbers_give_r():
    fall, power = curve_numbers()
    assert (1 + fall * 20 / 8.0) ** power == pytest.approx(retrievability(8.0, 20))


class TestThePage:
    def page(self, browser, deck: Deck) -> str:
        return str(browser.get(reverse("deck", args=[deck.pk])).content.decode())

    def test_says_both(self, browser, learner):
        deck, now = make_public_deck(cards=1), timezone.now()
        enrol(learner, deck, now=now)
        rate(learner, start(learner, deck, now=now), cards_of(deck)[0], 5, now=now)
        page = self.page(browser, deck)
        # S is 8.2956 days after a first 5.
        assert "Predicted recall today</dt><dd>98%</dd>" in page
        assert "In 30 days, if you study nothing</dt><dd>79%</dd>" in page

    def test_before_the_first_rating_it_says_that_it_does_not_know(
        self, browser, learner
    ):
        deck = make_public_deck(cards=1)
        enrol(learner, deck, now=timezone.now())
        assert "Predicted recall: not enough reviews yet." in self.page(browser, deck)

    def test_an_editor_who_does_not_study_it_is_told_nothing(self, browser, learner):
        deck = make_deck(owner=learner, cards=1)
        assert "Predicted recall" not in self.page(browser, deck)


def test_it_costs_one_statement_at_1_card_and_at_1000():
    for cards in (1, 1000):
        user, deck = make_learner(cards=cards)
        with CaptureQueriesContext(connection) as statements:
            recall(user, deck)
        assert len(statements) == 1
