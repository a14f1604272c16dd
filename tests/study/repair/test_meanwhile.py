"""Repairing while the learner goes on rating: nothing of either is lost."""

import threading

import pytest
from django.db import connection
from django.db.models import F

from decks.models import (
    Card,
    DayCounter,
    Enrolment,
    ReviewState,
    StudySession,
    User,
)
from decks.study.repair.checking import check_data
from tests.factories import NOW
from tests.study.sittings import MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db(transaction=True)

DAMAGED = 5
ROUNDS = 4


def rate_on(
    user: User, session: StudySession, cards: list[Card], done: threading.Event
) -> None:
    """Card after card, round after round, on a connection of its own."""
    try:
        for seen in range(ROUNDS):
            for minute, card in enumerate(cards):
                now = NOW + (seen * len(cards) + minute + 10) * MINUTE
                rate(user, session, card, 3 + minute % 3, seen=seen, now=now)
    finally:
        done.set()
        connection.close()


def damage(user: User) -> None:
    """What ratings of the other cards move as well."""
    states = ReviewState.objects.filter(user=user, card__position__lte=DAMAGED)
    states.update(lapse_count=F("lapse_count") + 8)
    Enrolment.objects.filter(user=user).update(level_3=F("level_3") + 100)
    DayCounter.objects.filter(user=user).update(answer_ms=F("answer_ms") + 5)
    StudySession.objects.filter(user=user).update(answer_ms=F("answer_ms") + 5)


def test_ratings_that_arrive_while_damage_is_repaired_are_kept():
    user, deck = make_learner(cards=20)
    session, cards = start(user, deck), cards_of(deck)
    for card in cards[:DAMAGED]:
        rate(user, session, card, 2)
    done = threading.Event()
    rater = threading.Thread(
        target=rate_on, args=(user, session, cards[DAMAGED:], done)
    )
    rater.start()
    repaired = 0
    while not done.is_set():
        damage(user)
        checked = check_data(fix=True, now=NOW)
        repaired += checked.found_count - checked.left_count
    rater.join()
    assert repaired > 0
    counts = ReviewState.objects.filter(card__in=cards[DAMAGED:])
    assert set(counts.values_list("review_count", flat=True)) == {ROUNDS}
    checked = check_data(fix=False, now=NOW + 1000 * MINUTE)
    assert [found for found in checked.found if found.count] == []
