"""The figures' own arithmetic, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.overview.counting import streak_from
from decks.progress.overview.figures import (
    DayFigures,
    Period,
    Recall,
    Target,
    summed,
)
from decks.progress.overview.intervals import share_interval
from decks.progress.overview.page import hours_words, week_words

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)

counts = st.integers(0, 500)
recalls = st.tuples(counts, counts).map(lambda pair: Recall(max(pair), min(pair)))


def period(reviews, *, first=MONDAY):
    """Days with so many ratings 4."""
    days = [
        DayFigures(first + n * DAY, (0, 0, 0, count, 0))
        for n, count in enumerate(reviews)
    ]
    return Period(days[-1].day, days)


class TestTheInterval:
    @pytest.mark.parametrize(
        ("hits", "count", "low", "high"),
        # Worked out with statsmodels' proportion_confint(method="wilson").
        [
            (8, 10, 0.4901625, 0.9433178),
            (0, 10, 0.0, 0.2775328),
            (10, 10, 0.7224672, 1.0),
            (90, 100, 0.8256343, 0.9447708),
        ],
    )
    def test_is_wilsons(self, hits, count, low, high):
        assert share_interval(hits, count) == pytest.approx((low, high), abs=1e-6)

    def test_of_nothing_it_is_everything(self):
        assert share_interval(0, 0) == (0.0, 1.0)

    @given(recalls)
    def test_holds_the_share(self, recall):
        low, high = recall.interval
        assert 0 <= low <= high <= 1
        if recall.count:
            assert low - 1e-9 <= recall.share <= high + 1e-9

    @given(st.integers(1, 400))
    def test_all_known_is_no_certainty(self, count):
        low, high = share_interval(count, count)
        assert low < 1
        assert high == pytest.approx(1)


class TestRecall:
    @pytest.mark.parametrize(("count", "known"), [(0, False), (19, False), (20, True)])
    def test_is_known_from_twenty_on(self, count, known):
        assert Recall(count, count).is_known is known

    def test_is_added_up(self):
        assert Recall(3, 2) + Recall(5, 5) == Recall(8, 7)

    def test_percentages_are_whole(self):
        recall = Recall(3, 2)
        assert recall.percent == 67
        assert recall.interval_percent == (21, 94)


class TestAPeriod:
    @given(st.lists(counts, min_size=1, max_size=40))
    def test_its_weeks_hold_all_its_days(self, reviews):
        shown = period(reviews)
        weeks = shown.weeks
        assert sum(week.figures.reviews for week in weeks) == sum(reviews)
        assert weeks[0].first == MONDAY
        assert weeks[-1].last == shown.today
        assert all(week.first.weekday() == 0 for week in weeks)

    def test_a_sum_adds_everything(self):
        day = DayFigures(MONDAY, (1, 2, 3, 4, 5), 6, 7, 8, Recall(9, 8), Recall(7, 6))
        assert summed([day, day]) == DayFigures(
            MONDAY, (2, 4, 6, 8, 10), 12, 14, 16, Recall(18, 16), Recall(14, 12)
        )

    @pytest.mark.parametrize(
        ("before", "last", "words"),
        [
            (164, 198, "198 reviews in the last 7 days, 34 more than the 7 before."),
            (198, 164, "164 reviews in the last 7 days, 34 fewer than the 7 before."),
            (5, 5, "5 reviews in the last 7 days, as many as in the 7 before."),
            (0, 1, "1 review in the last 7 days, 1 more than the 7 before."),
            (9, 0, "0 reviews in the last 7 days, 9 fewer than the 7 before."),
            (0, 0, "No reviews in the last 7 days, nor in the 7 before."),
            (
                0,
                1234,
                "1,234 reviews in the last 7 days, 1,234 more than the 7 before.",
            ),
        ],
    )
    def test_the_last_week_in_words(self, before, last, words):
        shown = period([0] * 14 + [before] + [0] * 6 + [last] + [0] * 6)
        assert week_words(shown) == words


@pytest.mark.parametrize(
    ("time_ms", "words"),
    [
        (0, "0 min"),
        (20_000, "under a minute"),
        (60_000, "1 min"),
        (3_600_000, "1 h 0 min"),
        (78_000_000, "21 h 40 min"),
    ],
)
def test_time_in_words(time_ms, words):
    assert hours_words(time_ms) == words


def test_a_target_that_differs_by_deck_is_a_range():
    assert Target(90, 90).words == "90%"
    assert Target(85, 95).words == "85–95%"


class TestStreaks:
    def test_of_no_day(self):
        streak = streak_from([], today=MONDAY)
        assert (streak.length_days, streak.best_days) == (0, 0)

    def test_yesterday_keeps_it_open(self):
        days = [MONDAY - 2 * DAY, MONDAY - DAY]
        streak = streak_from(days, today=MONDAY)
        assert (streak.length_days, streak.includes_today) == (2, False)

    def test_a_missed_day_ends_it(self):
        days = [MONDAY - 4 * DAY, MONDAY - 3 * DAY, MONDAY - 2 * DAY]
        streak = streak_from(days, today=MONDAY)
        assert (streak.length_days, streak.best_days) == (0, 3)

    @given(st.sets(st.integers(0, 40)))
    def test_is_what_counting_each_row_gives(self, backs):
        days = sorted(MONDAY - back * DAY for back in backs)
        streak = streak_from(days, today=MONDAY)
        rows = [next(n for n in range(99) if start - n not in backs) for start in backs]
        assert streak.best_days == max(rows, default=0)
        begin = 0 if 0 in backs else 1
        length = next(n for n in range(99) if begin + n not in backs)
        assert streak.length_days == length
