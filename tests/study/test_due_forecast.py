"""Cards that will fall due, from the learner's own rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.models import Deck, Enrolment, ReviewState, User
from decks.study.due_forecast import due_ahead, forecast_of
from decks.study.learners import enrolments_of
from tests.factories import (
    NOW,
    make_enrolment,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner

pytestmark = pytest.mark.django_db

LONG_KNOWN = {"stability_days": 5000.0, "last_study_day": NOW.date() - DAY}
"""A card that is nearly sure to be recalled, and then does not come back for long."""


def ahead(user: User, *, days: int = 4, now: dt.datetime = NOW, tag: str = ""):
    return due_ahead(user, enrolments_of(user), days=days, now=now, tag=tag)


def scheduled(user: User, *, days: int = 4, now: dt.datetime = NOW):
    return forecast_of(user, enrolments_of(user), days=days, now=now).scheduled


def test_without_decks_or_cards_nothing_is_due():
    assert ahead(make_user()) == [0] * 4
    assert ahead(make_learner()[0]) == [0] * 4


def test_a_card_that_is_known_stands_once_on_its_day():
    user, deck = make_learner(cards=3)
    for card, due_at in zip(cards_of(deck), (-3, 0, 2), strict=True):
        due = NOW + due_at * DAY
        make_review_state(user=user, card=card, due_at=due, **LONG_KNOWN)
    assert ahead(user) == pytest.approx([2, 0, 1, 0], abs=0.01)


def test_a_card_that_may_be_missed_comes_back():
    user, deck = make_learner(cards=1)
    day = NOW.date() - 60 * DAY
    make_review_state(
        user=user,
        card=cards_of(deck)[0],
        due_at=NOW,
        stability_days=20.0,
        last_study_day=day,
    )
    today, tomorrow, *later = ahead(user)
    assert (today, tomorrow) == (1, 0)
    assert 0.1 < sum(later) < 0.3


def test_days_are_the_learners_study_days():
    user, deck = make_learner(cards=5, time_zone="America/New_York")
    due = [
        NOW + MINUTE,  # 04:01 there: still today
        dt.datetime(2026, 3, 3, 8, 59, tzinfo=dt.UTC),  # 03:59 there: the same day
        dt.datetime(2026, 3, 8, 7, 59, tzinfo=dt.UTC),  # the clock goes forward: day 5
        dt.datetime(2026, 3, 8, 8, 0, tzinfo=dt.UTC),  # day 6
        dt.datetime(2026, 3, 9, 8, 0, tzinfo=dt.UTC),  # day 7 is not asked for
    ]
    for card, due_at in zip(cards_of(deck), due, strict=True):
        make_review_state(user=user, card=card, due_at=due_at, **LONG_KNOWN)
    assert scheduled(user, days=7) == [2, 0, 0, 0, 0, 1, 1]


def test_a_moved_zone_moves_the_days():
    user, deck = make_learner(cards=1, time_zone="Pacific/Kiritimati")
    due_at = dt.datetime(2026, 3, 3, 14, 0, tzinfo=dt.UTC)  # 04:00 there, on the 4th
    make_review_state(user=user, card=cards_of(deck)[0], due_at=due_at, **LONG_KNOWN)
    assert scheduled(user) == [0, 0, 1, 0]
    user.time_zone = "Pacific/Pago_Pago"
    assert scheduled(user) == [0, 1, 0, 0]


def test_a_card_that_waits_some_minutes_is_due_today():
    user, deck = make_learner(cards=1)
    make_review_state(
        user=user,
        card=cards_of(deck)[0],
        phase=ReviewState.Phase.LEARNING,
        due_at=NOW + 10 * MINUTE,
        stability_days=0.212,
        difficulty=6.4133,
    )
    assert ahead(user) == pytest.approx([1, 0, 1, 0], abs=0.2)


def test_new_put_aside_and_other_peoples_cards_are_left_out():
    user, deck = make_learner(cards=4)
    first, second, third, _ = cards_of(deck)
    make_review_state(user=user, card=first, due_at=None, put_aside_at=NOW)
    make_review_state(
        user=user, card=second, phase=None, stability_days=None, due_at=NOW
    )
    make_review_state(user=make_user(), card=third, due_at=NOW)
    assert ahead(user) == [0] * 4


def test_only_the_cards_with_a_tag():
    user, deck = make_learner(cards=2)
    tagged, other = cards_of(deck)
    tagged.tags = ["verbs", "b1"]
    tagged.save()
    for card in (tagged, other):
        make_review_state(user=user, card=card, due_at=NOW, **LONG_KNOWN)
    assert ahead(user, tag="b1")[0] == 1
    assert ahead(user, tag="b2") == [0] * 4


def in_own_deck(user: User, **options: int) -> Enrolment:
    """A deck with these options, and one card in it that waits."""
    deck: Deck = make_public_deck(cards=1, **options)
    make_review_state(
        user=user,
        card=cards_of(deck)[0],
        due_at=NOW,
        stability_days=3.0,
        last_study_day=NOW.date() - 3 * DAY,
    )
    return make_enrolment(user=user, deck=deck)


def test_each_deck_keeps_its_own_options():
    user = make_user()
    rows = [
        in_own_deck(user),
        in_own_deck(user, retention_percent=97),
        in_own_deck(user, longest_interval_days=1),
    ]
    alone = [due_ahead(user, [row], days=10, now=NOW) for row in rows]
    assert sum(alone[0]) < sum(alone[1]) < sum(alone[2]) == pytest.approx(10, abs=0.01)
    together = [sum(day) for day in zip(*alone, strict=True)]
    assert due_ahead(user, rows, days=10, now=NOW) == pytest.approx(together)


def test_it_is_one_statement_with_any_number_of_decks():
    user = make_user()
    counts = []
    for retention_percent in (90, 80, 97):
        in_own_deck(user, retention_percent=retention_percent)
        enrolments = enrolments_of(user)
        with CaptureQueriesContext(connection) as statements:
            due_ahead(user, enrolments, days=30, now=NOW)
        counts.append(len(statements))
    assert counts == [1, 1, 1]
