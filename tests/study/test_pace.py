"""How fast and how much a learner studies."""

import pytest

from decks.models import DayCounter, Deck, User
from decks.study.pace import pace_of
from tests.factories import NOW
from tests.study.sittings import DAY, make_learner

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def counted(user: User, deck: Deck, *, days_ago: int, **fields) -> None:
    day = TODAY - days_ago * DAY
    DayCounter.objects.create(user=user, deck=deck, study_day=day, **fields)


def test_until_it_is_known():
    user, deck = make_learner()
    counted(user, deck, days_ago=1, level_4=19, answer_ms=19_000)
    pace = pace_of(user, today=TODAY)
    assert (pace.seconds_per_review, pace.minutes_a_day) == (15, 10)


def test_the_learners_own():
    user, deck = make_learner()
    other = make_learner()[1]
    counted(user, deck, days_ago=1, level_1=100, answer_ms=14 * 900_000)
    counted(user, other, days_ago=14, level_5=400, answer_ms=14 * 300_000)
    pace = pace_of(user, today=TODAY)
    assert pace.seconds_per_review == pytest.approx(14 * 1200 / 500)
    assert pace.minutes_a_day == 20


def test_minutes_of_today_and_of_long_ago_are_left_out():
    user, deck = make_learner()
    for days_ago in (0, 15):
        counted(user, deck, days_ago=days_ago, answer_ms=14 * 6_000_000)
    assert pace_of(user, today=TODAY).minutes_a_day == 10


def test_at_most_what_a_sitting_may_last():
    user, deck = make_learner()
    counted(user, deck, days_ago=1, answer_ms=14 * 24 * 3_600_000)
    assert pace_of(user, today=TODAY).minutes_a_day == 600


def test_nobody_elses():
    user, deck = make_learner()
    other = make_learner()[0]
    counted(other, deck, days_ago=1, level_4=100, answer_ms=14 * 9_000_000)
    assert pace_of(user, today=TODAY).ratings == 0
