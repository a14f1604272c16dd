"""Every figure on the demo's histories, beside one worked out from the raw log."""

import dataclasses
import datetime as dt
import random

import pytest
from django.db import transaction

from decks.models import Card, Review, ReviewState, User
from decks.progress.overview.counting import (
    filled,
    period_of,
    streak_from,
    study_days,
    tag_log,
)
from decks.progress.overview.mastery import mastery_points, tag_mastery_points
from decks.progress.overview.scope import scope_from
from decks.study.marks import start_over
from decks.study.selections import Selection
from decks.study.sessions import start_session
from decks.study.undo import undo_rating
from decks.transfer.demo.making import make_demo
from decks.transfer.demo.people import PEOPLE
from decks.transfer.demo.timetable import Span
from tests.factories import NOW
from tests.progress.overview.from_log import RawLog, local_day
from tests.study.sittings import (
    DAY,
    MINUTE,
    cards_of,
    make_learner,
    practise,
    rate,
    start,
)

HOUR = 60 * MINUTE
pytestmark = pytest.mark.django_db

DEMO_NOW = dt.datetime(2026, 4, 12, 12, 0, tzinfo=dt.UTC)
"""Europe's clocks went forward two weeks before, America's five."""
SPAN = Span(DEMO_NOW, 45, "figures")
LOGINS = ("rosa", "bikash", "leila")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Three learners' 45 days, made once: these tests only read."""
    people = [person for person in PEOPLE if person.login in LOGINS]
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo(SPAN, people=people, process_count=1)
        transaction.set_rollback(True)


@pytest.fixture
def demo_user(demo, request):
    return User.objects.get(email=f"{request.param}@demo.example")


def assert_days_agree(scope, log):
    period = period_of(scope)
    for figures in period.days:
        day = figures.day
        assert figures.levels == log.levels(day)
        assert figures.practice == log.practice(day)
        assert figures.new_cards == log.new_cards(day)
        assert figures.answer_ms == log.answer_ms(day)
        young, mature = figures.young, figures.mature
        assert (young.count, young.recalled) == log.recall(day, mature=False)
        assert (mature.count, mature.recalled) == log.recall(day, mature=True)
    studied = [day for day in log.days() if scope.first_day <= day <= scope.today]
    assert period.studied_days == len(studied)


def assert_streaks_agree(scope, log):
    streak = streak_from(study_days(scope), today=scope.today)
    assert streak.best_days == log.best_streak()
    assert streak.length_days == log.streak(scope.today)


def assert_mastery_agrees(scope, log):
    points = mastery_points(scope)
    assert points
    for point in points:
        assert point.counts == log.standing(point.day, scope.deck_ids)


@pytest.mark.parametrize("demo_user", LOGINS, indirect=True)
@pytest.mark.full
class TestTheDemo:
    def test_all_decks(self, demo_user):
        scope, log = scope_from(demo_user, {}, now=DEMO_NOW), RawLog(demo_user)
        assert_days_agree(scope, log)
        assert_streaks_agree(scope, log)
        assert period_of(scope).total.reviews > 300

    def test_each_deck(self, demo_user):
        scope = scope_from(demo_user, {"weeks": "12"}, now=DEMO_NOW)
        assert scope.studied
        for row in scope.studied:
            one = dataclasses.replace(scope, deck=row)
            log = RawLog(demo_user, decks={row.deck_id})
            assert_days_agree(one, log)
            assert_streaks_agree(one, log)
            assert_mastery_agrees(one, log)

    @pytest.mark.parametrize("weeks", ["4", "26"])
    def test_mastery_of_all_decks(self, demo_user, weeks):
        scope = scope_from(demo_user, {"weeks": weeks}, now=DEMO_NOW)
        assert_mastery_agrees(scope, RawLog(demo_user))

    def test_study_days_are_the_learners_own(self, demo_user):
        for review in Review.objects.filter(user=demo_user):
            assert review.study_day == local_day(review.reviewed_at, demo_user)


def moved_learner():
    """Eighty days over the change of the clocks, and from Berlin to Kathmandu.

    Levels, cards and hours are drawn; now and then something is undone, practised or
    started over.
    """
    chance = random.Random("moved")
    user, deck = make_learner(cards=12, time_zone="Europe/Berlin")
    cards, session = cards_of(deck), start(user, deck)
    for day in range(80):
        if day == 50:
            user.time_zone = "Asia/Kathmandu"
            user.save()
        now = NOW + day * DAY + dt.timedelta(hours=chance.randrange(15))
        for minute, card in enumerate(chance.sample(cards, chance.randrange(6))):
            moment = now + minute * MINUTE
            level = chance.choice([1, 2, 3, 4, 4, 5, 5])
            recorded = rate(
                user, session, card, level, seen=seen_count(user, card), now=moment
            )
            if chance.random() < 0.1:
                _undo(user, session, recorded, moment)
            if chance.random() < 0.05:
                start_over(user, card, now=moment)
        if chance.random() < 0.2:
            _practise(user, deck, now + HOUR)
    tag_every_other(cards)
    return user, NOW + 80 * DAY


def seen_count(user, card):
    states = ReviewState.objects.filter(user=user, card=card)
    return states.values_list("review_count", flat=True).first() or 0


def _practise(user, deck, now):
    practice = Selection(deck_ids=(deck.pk,), kind="cram")
    session = start_session(user, practice, now=now)
    assert session is not None
    card = Card.objects.get(pk=session.card_ids[0])
    practise(user, session, card, 2, now=now)


def _undo(user, session, recorded, now):
    rating_id = recorded.session.last_rating_id
    undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=now)


def tag_every_other(cards):
    ids = [card.pk for card in cards[::2]]
    Card.objects.filter(pk__in=ids).update(tags=["odd"])


class TestAMovedZone:
    def test_days_streaks_and_mastery(self):
        user, now = moved_learner()
        for weeks in ("12", "26"):
            scope, log = scope_from(user, {"weeks": weeks}, now=now), RawLog(user)
            assert_days_agree(scope, log)
            assert_streaks_agree(scope, log)
            assert_mastery_agrees(scope, log)
        assert period_of(scope).total.mature.count > 5

    def test_a_tag(self):
        user, now = moved_learner()
        scope = scope_from(user, {"weeks": "12", "tag": "odd"}, now=now)
        cards, days = tag_log(scope)
        log = RawLog(user, cards=Card.objects.filter(tags=["odd"]))
        for figures in filled([day.figures for day in days], scope).days:
            day = figures.day
            assert figures.levels == log.levels(day)
            assert figures.answer_ms == log.answer_ms(day, practice=False)
            young, mature = figures.young, figures.mature
            assert (young.count, young.recalled) == log.recall(day, mature=False)
            assert (mature.count, mature.recalled) == log.recall(day, mature=True)
        studied = [day.figures.day for day in days if day.was_studied]
        assert studied == log.days(practice=False)
        points = tag_mastery_points(scope, cards, days)
        assert points[-1].day == scope.today
        for point in points:
            assert point.counts == log.standing(point.day, scope.deck_ids)
