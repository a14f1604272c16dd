"""Which decks and weeks an address means."""

import datetime as dt

import pytest
from django.http import Http404

from decks.progress.overview.scope import scope_from
from decks.study.sessions import enrol, set_archived
from tests.factories import NOW, make_deck, make_public_deck, make_user
from tests.study.sittings import make_learner

pytestmark = pytest.mark.django_db


def scope_of(user, **given):
    return scope_from(user, given, now=NOW)


def test_all_decks_and_26_weeks_unless_said_otherwise():
    user, deck = make_learner()
    scope = scope_of(user)
    assert (scope.weeks, scope.deck_ids, scope.words) == (26, [deck.pk], "All decks")
    assert scope.is_all
    assert scope.query() == ""


@pytest.mark.parametrize("weeks", ["4", "12", "26", "52"])
def test_the_first_day_is_the_monday_of_the_first_week(weeks):
    user, _ = make_learner()
    scope = scope_of(user, weeks=weeks)
    assert scope.first_day.weekday() == 0
    days = (scope.today - scope.first_day).days
    assert days // 7 + 1 == int(weeks)


@pytest.mark.parametrize("weeks", ["", "0", "-4", "5", "x", "4.0", "9" * 5000, "٤"])
def test_other_weeks_are_the_usual_ones(weeks):
    assert scope_of(make_user(), weeks=weeks).weeks == 26


def test_today_is_the_learners():
    user = make_user(time_zone="Pacific/Auckland")
    late = dt.datetime(2026, 3, 2, 20, 0, tzinfo=dt.UTC)
    assert scope_from(user, {}, now=late).today == dt.date(2026, 3, 3)


def test_one_deck():
    user, deck = make_learner()
    other = make_public_deck()
    enrol(user, other, now=NOW)
    scope = scope_of(user, deck=str(deck.pk), weeks="12")
    assert scope.deck_ids == [deck.pk]
    assert scope.words == deck.title
    assert scope.query() == f"?deck={deck.pk}&weeks=12"
    assert scope.query(level=4, weeks=None) == f"?deck={deck.pk}&level=4"


def test_a_deck_that_was_put_away_is_still_ones_own():
    user, deck = make_learner()
    set_archived(user, deck, archived_at=NOW)
    assert scope_of(user).deck_ids == []
    assert scope_of(user, deck=str(deck.pk)).deck_ids == [deck.pk]


@pytest.mark.parametrize("given", ["0", "-1", "x", "9" * 30, "٣", "1\x00", " 1"])
def test_what_is_no_deck_is_not_there(given):
    with pytest.raises(Http404):
        scope_of(make_user(), deck=given)


def test_a_deck_that_is_not_ones_own_is_not_there():
    deck = make_public_deck()
    with pytest.raises(Http404):
        scope_of(make_user(), deck=str(deck.pk))


def test_a_deck_that_can_no_longer_be_read_is_not_there():
    user, deck = make_learner()
    deck.owner, deck.visibility = make_user(), "private"
    deck.save()
    assert scope_of(user).deck_ids == []
    with pytest.raises(Http404):
        scope_of(user, deck=str(deck.pk))


def test_a_tag_is_of_all_decks_or_of_one():
    user, deck = make_learner()
    scope = scope_of(user, tag=" net works\x00 ", deck=str(deck.pk))
    assert (scope.tag, scope.words) == ("net works", f"net works in {deck.title}")
    assert scope.query() == f"?deck={deck.pk}&tag=net+works"
    assert not scope.is_all


def test_a_deck_of_ones_own_that_is_not_studied_is_not_there():
    user = make_user()
    deck = make_deck(owner=user)
    with pytest.raises(Http404):
        scope_of(user, deck=str(deck.pk))
