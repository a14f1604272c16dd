import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decks.models import DayCounter
from decks.progress.charts import forecast_bars
from decks.progress.today import (
    button_words,
    capped_words,
    forecast,
    minutes_for,
    next_words,
    split_words,
    streak_of,
    time_words,
    today_of,
)
from decks.study.sessions import set_archived
from decks.study.standing import Standing
from tests.factories import (
    NOW,
    make_deck,
    make_enrolment,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import DAY, cards_of, make_learner

TODAY = NOW.date()

LONG_KNOWN = {"stability_days": 5000.0, "last_study_day": TODAY - DAY}
"""A card that is nearly sure to be recalled, and then does not come back for long."""


def counter(user, deck, day, **fields):
    return DayCounter.objects.create(user=user, deck=deck, study_day=day, **fields)


@pytest.mark.django_db
class TestToday:
    def test_due_and_new_cards_are_counted_by_deck(self):
        user, deck = make_learner(cards=4)
        first, second, third, _ = cards_of(deck)
        make_review_state(user=user, card=first, due_at=NOW, last_level=2)
        make_review_state(user=user, card=second, due_at=NOW - DAY, last_level=5)
        make_review_state(user=user, card=third, due_at=NOW + DAY, last_level=4)
        today = today_of(user, now=NOW)
        (row,) = today.rows
        assert (row.due_count, row.new_count, row.study_count) == (2, 1, 3)
        assert today.due_levels == [1, 0, 1, 0, 0, 1]
        assert row.standing.counts == (1, 0, 1, 0, 1, 1)

    def test_new_cards_follow_what_the_day_still_allows(self):
        user, deck = make_learner(cards=30)
        counter(user, deck, TODAY, new_cards=15)
        assert today_of(user, now=NOW).new_count == 5
        assert today_of(user, now=NOW + DAY).new_count == 20

    def test_nobody_elses_cards_are_counted(self):
        user, deck = make_learner(cards=2)
        other = make_user()
        make_review_state(user=other, card=cards_of(deck)[0], due_at=NOW)
        assert today_of(user, now=NOW).due_count == 0

    def test_archived_and_unreadable_decks_are_left_out(self):
        user, deck = make_learner()
        make_enrolment(user=user, deck=make_deck(owner=make_user(), cards=1))
        set_archived(user, deck, archived_at=NOW)
        assert today_of(user, now=NOW).rows == []

    def test_statements_do_not_grow_with_decks(self):
        user = make_user()
        counts = []
        for more in (1, 19):
            for _ in range(more):
                make_enrolment(user=user, deck=make_public_deck(cards=2))
            with CaptureQueriesContext(connection) as statements:
                today_of(user, now=NOW)
            counts.append(len(statements))
        assert counts == [3, 3]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (999, "999"), (1000, "999+"), (5000, "999+")]
)
def test_counts_stop_at_999(count, words):
    assert capped_words(count) == words


@pytest.mark.parametrize(
    ("due", "new", "words"),
    [
        (1, 0, "Study 1 due card"),
        (34, 0, "Study 34 due cards"),
        (0, 1, "Study 1 new card"),
        (3, 13, "Study 16 cards"),
    ],
)
def test_the_button_says_what_it_does(due, new, words):
    assert button_words(str(due + new), due, new) == words


def test_both_kinds_are_said_apart():
    assert split_words("999+", 1000, 20) == "999+ due, 20 new"
    assert split_words("3", 3, 0) == ""


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([0, 0, 0], ""),
        ([2, 5, 0], "2 cards later today"),
        ([0, 1, 0], "1 card tomorrow"),
        ([0, 0, 4], "4 cards on Wednesday"),
    ],
)
def test_the_next_cards_are_named_by_day(counts, words):
    days = [(TODAY + place * DAY, count) for place, count in enumerate(counts)]
    assert next_words(days) == words


@pytest.mark.parametrize(
    ("counts", "percent"),
    [
        ((0, 0, 0, 0, 0, 0), 0),
        ((5, 0, 0, 0, 0, 0), 0),
        ((0, 0, 0, 0, 0, 5), 100),
        ((6, 4, 7, 9, 11, 10), 52),
        ((1, 1, 1, 1, 1, 1), 42),
    ],
)
def test_mastery_is_the_mean_over_all_cards(counts, percent):
    assert Standing(counts, 0).mastery_percent == percent


@pytest.mark.django_db
class TestStreak:
    def test_without_a_day_there_is_none(self):
        streak = streak_of(make_user(), today=TODAY)
        assert (streak.length_days, streak.includes_today) == (0, False)
        assert len(streak.week) == 7

    def test_today_and_the_days_before_count_once_however_many_decks(self):
        user = make_user()
        for deck in (make_public_deck(), make_public_deck()):
            for back in range(3):
                counter(user, deck, TODAY - back * DAY)
        streak = streak_of(user, today=TODAY)
        assert (streak.length_days, streak.includes_today) == (3, True)

    def test_it_lives_until_the_day_is_over(self):
        user = make_user()
        counter(user, make_public_deck(), TODAY - DAY)
        assert streak_of(user, today=TODAY).length_days == 1
        assert streak_of(user, today=TODAY + DAY).length_days == 0

    def test_a_day_ahead_does_not_count(self):
        user = make_user()
        counter(user, make_public_deck(), TODAY + DAY)
        assert streak_of(user, today=TODAY).length_days == 0


@pytest.mark.django_db
class TestForecast:
    def ahead(self, user, now=NOW):
        return forecast(user, today_of(user, now=now), now=now)

    def counts(self, days):
        return [count for _, count in days]

    def test_cards_stand_on_the_learners_study_day(self):
        user, deck = make_learner(cards=4, time_zone="America/New_York")
        due = [
            dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC),  # 04:00 there: due now
            dt.datetime(2026, 3, 3, 8, 59, tzinfo=dt.UTC),  # 03:59: still today
            dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC),  # tomorrow's first minute
            dt.datetime(2026, 3, 9, 9, tzinfo=dt.UTC),  # in seven days: not shown
        ]
        for card, due_at in zip(cards_of(deck), due, strict=True):
            make_review_state(user=user, card=card, due_at=due_at, **LONG_KNOWN)
        ahead = self.ahead(user)
        assert self.counts(ahead.expected) == [2, 1, 0, 0, 0, 0, 0]
        assert self.counts(ahead.scheduled) == [1, 1, 0, 0, 0, 0, 0]
        assert [day for day, _ in ahead.expected][:2] == [TODAY, TODAY + DAY]

    def test_new_cards_are_not_in_it(self):
        user, _ = make_learner(cards=5)
        assert today_of(user, now=NOW).new_count == 5
        assert self.counts(self.ahead(user).expected) == [0] * 7

    def test_cards_that_may_be_missed_come_back_within_the_week(self):
        user, deck = make_learner(cards=20)
        long_ago = {"stability_days": 20.0, "last_study_day": TODAY - 60 * DAY}
        for card in cards_of(deck):
            make_review_state(user=user, card=card, due_at=NOW, **long_ago)
        ahead = self.ahead(user)
        assert self.counts(ahead.expected)[0] == 20
        assert 2 <= sum(self.counts(ahead.expected)[1:]) <= 6
        assert self.counts(ahead.scheduled) == [0] * 7

    def test_today_is_what_the_page_says_is_due(self):
        user, deck = make_learner(cards=5)
        user.reviews_per_day = 2
        user.save()
        for place, card in enumerate(cards_of(deck)):
            due_at = NOW + (place == 4) * DAY / 4
            make_review_state(user=user, card=card, due_at=due_at, **LONG_KNOWN)
        assert today_of(user, now=NOW).due_count == 2
        assert self.counts(self.ahead(user).expected)[0] == 3

    def test_no_day_has_less_than_what_is_scheduled(self):
        user, deck = make_learner(cards=7)
        for place, card in enumerate(cards_of(deck)):
            due_at = NOW + place * DAY
            make_review_state(user=user, card=card, due_at=due_at, **LONG_KNOWN)
        ahead = self.ahead(user)
        assert self.counts(ahead.expected) == [1] * 7
        assert next_words(ahead.scheduled) == "1 card tomorrow"

    def test_it_is_one_statement(self, django_assert_num_queries):
        user, _ = make_learner(cards=2)
        today = today_of(user, now=NOW)
        with django_assert_num_queries(1):
            forecast(user, today, now=NOW)


@pytest.mark.django_db
class TestMinutes:
    def test_fifteen_seconds_a_card_until_known(self):
        assert minutes_for(make_user(), 47, today=TODAY) == 12

    def test_then_the_learners_own(self):
        user = make_user()
        counter(user, make_public_deck(), TODAY, level_4=20, answer_ms=20 * 6000)
        assert minutes_for(user, 100, today=TODAY) == 10

    def test_never_less_than_one(self):
        assert minutes_for(make_user(), 0, today=TODAY) == 1


@given(st.lists(st.integers(0, 10**6), min_size=7, max_size=7))
def test_bars_stay_in_their_box(counts):
    days = [(TODAY + place * DAY, count) for place, count in enumerate(counts)]
    for bar in forecast_bars(days):
        assert 0 <= bar.height <= 52
        assert bar.y + bar.height == pytest.approx(70)
        assert 0 <= bar.x <= 308
        assert bar.label_y >= 12 - 0.01

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(1, "1 minute"), (99, "99 minutes"), (100, "2 hours"), (2692, "45 hours")],
    )
    def test_long_times_are_hours(self, minutes, words):
        assert time_words(minutes) == words
