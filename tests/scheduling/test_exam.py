"""Predicted recall, the days of the final pass and what a review gains."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.scheduling.exam import (
    FINAL_PASS_MAX_DAYS,
    FINAL_PASS_MIN_DAYS,
    Seconds,
    SeenCard,
    expected_seconds,
    final_pass,
    final_pass_days,
    gain_per_minute,
    new_gain_per_minute,
    predicted_recall,
    seconds_at,
)
from decks.scheduling.fsrs import (
    DIFFICULTY_MAX,
    DIFFICULTY_MIN,
    STABILITY_MAX_DAYS,
    STABILITY_MIN_DAYS,
    Memory,
)

SECONDS = seconds_at(15)

memories = st.builds(
    Memory,
    st.floats(STABILITY_MIN_DAYS, STABILITY_MAX_DAYS),
    st.floats(DIFFICULTY_MIN, DIFFICULTY_MAX),
)
cards = st.builds(SeenCard, st.integers(1, 9), memories, st.integers(1, 4000))
days_ahead = st.integers(0, 4000)
paces = st.floats(1, 600)


def card(stability_days=10.0, difficulty=5.0, elapsed_days=10, card_id=1) -> SeenCard:
    return SeenCard(card_id, Memory(stability_days, difficulty), elapsed_days)


class TestGoldenValues:
    """Worked out apart from the code: R(t; S) = (1 + f t / S) ** -.1542 with
    f = .9 ** (-1 / .1542) - 1 = .980346."""

    def test_recall_of_three_cards_one_of_them_unseen(self):
        # Seen 3 days ago with S 5, today with S 2; in 7 days: R(10; 5), R(7; 2).
        recall = predicted_recall([(5.0, 3), (2.0, 0)], 3, 7)
        assert isclose(recall, (0.8458846 + 0.7948885) / 3, abs_tol=1e-6)

    def test_a_new_card_two_weeks_ahead(self):
        # R(14) of S .212, 1.2931, 2.3065, 8.2956.
        after = 0.24 * 0.524434 + 0.094 * 0.685142 + 0.495 * 0.741585
        after += 0.171 * 0.860246
        gain = new_gain_per_minute(14, Seconds(recalled=1, missed=1, new=20))
        assert isclose(gain, 60 * after / 20, rel_tol=1e-5)

    def test_a_seen_card_a_week_ahead(self):
        # S 10, D 5, 10 days ago: p = .9. The step of Good is e ** 1.8722 * 6 *
        # 10 ** -.1666 * (e ** .0796 - 1) = 2.202673 times S, Hard's .6014 and Easy's
        # 1.8729 of it: S' 23.24688, 32.02673, 51.25386. S'' is 1.4835 * 5 ** -.0614 *
        # (11 ** .2629 - 1) * e ** .16483 = 1.391987, times e ** (.5425 * .0912) *
        # 1.391987 ** -.0658 = 1.028101 for the Good on that day: 1.431104.
        # R(7) of them: .960899, .970507, .980811 and .762667; R(17; 10): .859642.
        recalled = 0.224 * 0.960899 + 0.631 * 0.970507 + 0.145 * 0.980811
        after = 0.9 * recalled + 0.1 * 0.762667
        seconds = Seconds(recalled=12, missed=30, new=20)
        gain = gain_per_minute(card(), 7, seconds)
        assert isclose(gain, 60 * (after - 0.859642) / (0.9 * 12 + 3), rel_tol=1e-4)

    @pytest.mark.parametrize(
        ("card_count", "seconds", "minutes", "days"),
        [
            (47, 15, 10, 3),  # 705 s in 600 s a day: 2 days, and one more
            (47, 15, 1.5, 9),  # 7.8 days
            (40, 15, 10, 2),  # exactly one day
            (41, 15, 10, 3),  # a card more
            (1, 15, 10, 2),
            (0, 15, 10, 2),
            (10_000, 15, 10, 14),
        ],
    )
    def test_days_of_the_final_pass(self, card_count, seconds, minutes, days):
        assert final_pass_days(card_count, seconds, minutes) == days

    def test_a_typical_review_takes_its_typical_time(self):
        assert isclose(expected_seconds(0.9, SECONDS), 15, abs_tol=0.15)


def test_nothing_seen_predicts_nothing():
    assert predicted_recall([], 47, 10) == 0
    assert predicted_recall([], 0, 10) == 0


def test_a_card_that_is_better_left_alone_is_left_alone():
    """A hard one years before the exam: a miss would cost more than a recall gains."""
    hard = card(stability_days=126.6, difficulty=9.95, elapsed_days=199)
    assert gain_per_minute(hard, 1823, SECONDS) < 0
    found = final_pass([hard], 0, days_ahead=1823, minutes=10, seconds=SECONDS)
    assert (found.cards, found.seconds) == ([], 0)


@given(st.lists(st.tuples(st.floats(0.001, 36500), st.integers(0, 4000))), days_ahead)
def test_predicted_recall_is_a_share_and_falls_with_the_days(seen, days):
    now = predicted_recall(seen, len(seen) + 1, days)
    later = predicted_recall(seen, len(seen) + 1, days + 1)
    assert 0 <= later <= now < 1


@given(cards, days_ahead, paces)
def test_a_gain_is_never_more_than_all_that_is_missing(card, days, pace):
    seconds = seconds_at(pace)
    gained = gain_per_minute(card, days, seconds) * expected_seconds(
        card.recall(0), seconds
    )
    missing = 1 - card.recall(days)
    assert -60 <= gained <= 60 * missing + 1e-6


@given(cards, paces)
def test_on_the_day_of_the_exam_a_review_gains_what_was_forgotten(card, pace):
    """R is 1 right after: G is (1 - p) / the expected seconds."""
    seconds, chance = seconds_at(pace), card.recall(0)
    gain = gain_per_minute(card, 0, seconds)
    expected = 60 * (1 - chance) / expected_seconds(chance, seconds)
    assert isclose(gain, expected, rel_tol=1e-9, abs_tol=1e-12)
    assert gain > 0


@given(memories, st.integers(1, 2000), st.integers(1, 2000))
def test_on_that_day_the_one_seen_longer_ago_gains_more(memory, elapsed, more):
    recent = SeenCard(1, memory, elapsed)
    old = SeenCard(1, memory, elapsed + more)
    assert gain_per_minute(recent, 0, SECONDS) < gain_per_minute(old, 0, SECONDS)


@given(st.floats(0.1, 1000), st.floats(1.1, 30), st.integers(1, 400))
def test_on_that_day_the_stabler_card_gains_less(stability_days, times, elapsed):
    weak = card(stability_days, 5, elapsed)
    strong = card(stability_days * times, 5, elapsed)
    assert gain_per_minute(weak, 0, SECONDS) > gain_per_minute(strong, 0, SECONDS)


@given(cards, days_ahead, paces)
def test_whoever_is_twice_as_slow_gains_half_as_much_a_minute(card, days, pace):
    slow = gain_per_minute(card, days, seconds_at(2 * pace))
    assert isclose(gain_per_minute(card, days, seconds_at(pace)), 2 * slow)


@given(st.integers(0, 4000), paces)
def test_a_new_card_gains_and_less_the_further_the_exam(days, pace):
    seconds = seconds_at(pace)
    near, far = (new_gain_per_minute(n, seconds) for n in (days, days + 1))
    assert 0 < far < near <= 60 / seconds.new


@given(st.integers(0, 20_000), paces, st.floats(0.1, 600))
def test_the_final_pass_has_its_bounds_and_grows_with_the_cards(count, pace, minutes):
    days = final_pass_days(count, pace, minutes)
    assert FINAL_PASS_MIN_DAYS <= days <= FINAL_PASS_MAX_DAYS
    assert days <= final_pass_days(count + 1, pace, minutes)
    assert days >= final_pass_days(count, pace, minutes + 1)


class TestFinalPass:
    def plan(self, seen, new_count=0, *, days=7, minutes=10.0):
        found = final_pass(
            seen, new_count, days_ahead=days, minutes=minutes, seconds=SECONDS
        )
        return [card and card.card_id for card in found.cards], found.seconds

    def test_what_gains_most_comes_first(self):
        seen = [
            card(stability_days=500, elapsed_days=2, card_id=1),
            card(stability_days=3, elapsed_days=30, card_id=2),
            card(stability_days=30, elapsed_days=5, card_id=3),
        ]
        gains = {one.card_id: gain_per_minute(one, 7, SECONDS) for one in seen}
        assert gains[2] > gains[3] > gains[1]
        assert self.plan(seen)[0] == [2, 3, 1]

    def test_new_cards_stand_where_their_gain_is(self):
        strong, weak = card(stability_days=500, card_id=1), card(0.5, 9, 40, 2)
        order, _ = self.plan([strong, weak], new_count=2)
        assert order == [None, None, 2, 1]

    def test_it_ends_with_the_minutes(self):
        order, spent = self.plan([card(card_id=n) for n in range(1, 101)], minutes=2)
        # At p = .9 each takes 14.9 seconds.
        assert order == [1, 2, 3, 4, 5, 6, 7, 8]
        assert isclose(spent, 8 * expected_seconds(0.9, SECONDS), rel_tol=1e-6)

    def test_one_card_at_least(self):
        assert self.plan([card()], minutes=0.01)[0] == [1]
        assert self.plan([], new_count=3, minutes=0.01)[0] == [None]

    def test_of_nothing_it_is_nothing(self):
        assert self.plan([]) == ([], 0)

    @pytest.mark.parametrize("days", [0, 1])
    def test_on_the_last_days_everything_forgotten_still_gains(self, days):
        order, _ = self.plan([card(card_id=n) for n in (1, 2)], 1, days=days)
        assert sorted(order, key=str) == [1, 2, None]
