"""A card that means something else now is new for everyone."""

import datetime as dt
from typing import Any

import pytest

from decks.cards.writing import Pen, Sides
from decks.editing.card_changing import change_text
from decks.editing.meaning import make_new_for_everyone
from decks.models import Card, Deck, Enrolment, Review, ReviewState, User
from decks.study.queue import DayLimits, plan_new
from decks.study.repair.checking import check_data
from decks.study.repair.states import learners, replay_states
from decks.study.sessions import enrol
from tests.factories import NOW, make_user
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

LATER = NOW + 2 * DAY


def known_by_two() -> tuple[Deck, Card]:
    """A deck whose second card two learners rated, the second of them twice."""
    ada, deck = make_learner()
    ben = make_user(time_zone="Asia/Kathmandu")
    enrol(ben, deck, now=NOW)
    card = cards_of(deck)[1]
    rate(ada, start(ada), card, 5)
    sitting = start(ben)
    rate(ben, sitting, card, 2)
    rate(ben, sitting, card, 3, seen=1, now=NOW + dt.timedelta(minutes=20))
    return deck, card


def first_learner(deck: Deck) -> User:
    return Enrolment.objects.filter(deck=deck).earliest("user_id").user


def assert_sound() -> None:
    assert replay_states(learners(), fix=False).lines == []
    found = check_data(fix=False, now=LATER + 30 * DAY).found
    assert [one for one in found if one.count] == []


def test_each_learner_gets_a_reset_in_the_log_and_a_new_card():
    _, card = known_by_two()
    assert make_new_for_everyone(card, now=LATER) == 2
    resets = Review.objects.filter(card=card, kind="reset")
    assert sorted(resets.values_list("sequence", flat=True)) == [2, 3]
    states = ReviewState.objects.filter(card=card)
    assert {(s.phase, s.last_level, s.due_at) for s in states} == {(None, 0, None)}
    assert_sound()


def test_the_counts_of_each_learner_follow():
    deck, card = known_by_two()
    make_new_for_everyone(card, now=LATER)
    counts = Enrolment.objects.filter(deck=deck).values_list("level_5", "level_3")
    assert set(counts) == {(0, 0)}


def test_what_nobody_knows_stays_as_it_is():
    deck, _ = known_by_two()
    assert make_new_for_everyone(cards_of(deck)[0], now=LATER) == 0
    assert not Review.objects.filter(kind="reset").exists()


def test_doing_it_twice_is_doing_it_once():
    _, card = known_by_two()
    make_new_for_everyone(card, now=LATER)
    assert make_new_for_everyone(card, now=LATER) == 0
    assert Review.objects.filter(kind="reset").count() == 2


def test_flags_and_cards_put_aside_stay_so():
    _, card = known_by_two()
    ReviewState.objects.filter(card=card).update(flagged_at=NOW, put_aside_at=NOW)
    ReviewState.objects.filter(card=card).update(due_at=None)
    make_new_for_everyone(card, now=LATER)
    states = ReviewState.objects.filter(card=card)
    assert {(s.flagged_at, s.put_aside_at) for s in states} == {(NOW, NOW)}
    assert_sound()


def test_the_card_can_be_learned_again():
    deck, card = known_by_two()
    make_new_for_everyone(card, now=LATER)
    ada = first_learner(deck)
    sitting = start(ada, now=LATER + DAY)
    rate(ada, sitting, card, 4, seen=2, now=LATER + DAY)
    assert ReviewState.objects.get(user=ada, card=card).last_level == 4
    assert_sound()


@pytest.mark.parametrize("shuffles", [False, True])
def test_it_comes_first_of_the_new_cards(shuffles: bool):
    deck, card = known_by_two()
    make_new_for_everyone(card, now=LATER)
    ada = first_learner(deck)
    limits = {deck.pk: DayLimits(new_cards=2, reviews=10, shuffles=shuffles)}
    planned = plan_new(ada, limits, now=LATER, study_day=LATER.date())
    assert planned[0] == card.pk
    assert len(planned) == len(set(planned)) == 2


def test_the_statements_do_not_grow_with_the_learners(
    django_assert_max_num_queries,
) -> None:
    deck, card = known_by_two()
    for _ in range(20):
        user = make_user()
        enrol(user, deck, now=NOW)
        rate(user, start(user), card, 4)
    with django_assert_max_num_queries(10):
        assert make_new_for_everyone(card, now=LATER) == 22


def test_a_form_that_is_sent_again_leaves_what_was_rated_since():
    deck, card = known_by_two()
    ada = first_learner(deck)
    text = Sides("Asked anew", "Answered anew")
    given: dict[str, Any] = {"seen_version": 1, "is_new_meaning": True}
    change_text(card, text, Pen(None, LATER), **given)
    rate(ada, start(ada, now=LATER + DAY), card, 4, seen=2, now=LATER + DAY)
    change_text(card, text, Pen(None, LATER + 2 * DAY), **given)
    assert ReviewState.objects.get(user=ada, card=card).last_level == 4
    assert Review.objects.filter(kind="reset").count() == 2
