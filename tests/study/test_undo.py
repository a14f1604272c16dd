"""Undo: to the exact state before, once, or a clear refusal."""

import uuid

import pytest

from decks.models import DayCounter, Enrolment, Review, ReviewState, StudySession
from decks.study.marks import put_aside, start_over
from decks.study.recording import NoSuchSession, Receipt, read_session
from decks.study.selections import Selection
from decks.study.sessions import advance, current_showing, start_session
from decks.study.undo import CannotUndo, Refusal, undo_rating
from tests.factories import NOW, make_user
from tests.study.sittings import (
    DAY,
    MINUTE,
    cards_of,
    make_learner,
    practise,
    rate,
    start,
)
from tests.study.test_recording import in_threads

pytestmark = pytest.mark.django_db


def kept(user):
    """Everything that a rating changes, as values; new rows without a mark are none."""
    states = ReviewState.objects.filter(user=user).exclude(
        phase=None, review_count=0, flagged_at=None, put_aside_at=None
    )
    sessions = StudySession.objects.filter(user=user).order_by("started_at", "id")
    return {
        "states": list(states.order_by("card_id").values()),
        "days": list(DayCounter.objects.filter(user=user).order_by("deck_id").values()),
        "counts": list(Enrolment.objects.filter(user=user).values()),
        "sessions": list(sessions.values()),
    }


def undo(user, session, recorded, *, now=NOW):
    return undo_rating(
        user=user,
        session_id=session.id,
        rating_id=recorded.session.last_rating_id,
        now=now,
    )


def test_back_to_the_start_one_rating_at_a_time():
    user, deck = make_learner(cards=3)
    session = start(user)
    first, second, third = cards_of(deck)
    steps = [(first, 1, 0), (second, 4, 0), (first, 2, 1), (third, 5, 0), (first, 3, 2)]
    before, given = [], []
    for minutes, (card, level, seen) in enumerate(steps):
        before.append(kept(user))
        now = NOW + minutes * MINUTE
        given.append(rate(user, session, card, level, seen=seen, now=now))
    for recorded, (card, level, _) in reversed(list(zip(given, steps, strict=True))):
        undone = undo(user, session, recorded, now=NOW + DAY)
        assert (undone.card_id, undone.level) == (card.pk, level)
        assert kept(user) == before.pop()
    assert Review.objects.filter(undone_at=NOW + DAY).count() == len(steps)


def test_over_days_and_lapses_the_state_before_comes_back():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    rate(user, start(user), card, 4)
    later = start(user, now=NOW + 9 * DAY)
    before = kept(user)
    recorded = rate(user, later, card, 1, seen=1, now=NOW + 9 * DAY)
    assert ReviewState.objects.get().lapse_count == 1
    undo(user, later, recorded, now=NOW + 9 * DAY)
    assert kept(user) == before


def test_the_card_that_was_undone_is_shown_again():
    user, deck = make_learner(cards=3)
    session = start(user)
    first = cards_of(deck)[0]
    recorded = rate(user, session, first, 4)
    undo(user, session, recorded)
    row = read_session(user, session.id)
    showing = current_showing(user, session.id, row, now=NOW).showing
    assert showing is not None
    assert showing.card_id == first.pk


def test_a_session_that_had_ended_goes_on():
    user, deck = make_learner(cards=1)
    session = start(user)
    recorded = rate(user, session, cards_of(deck)[0], 5)
    advance(user, session.id, recorded.session, now=NOW)
    assert read_session(user, session.id).ended_at is not None
    undo(user, session, recorded)
    assert read_session(user, session.id).ended_at is None


def test_asked_twice_it_answers_the_same_and_takes_back_one():
    user, deck = make_learner(cards=2)
    session = start(user)
    first, second = cards_of(deck)
    rate(user, session, first, 4)
    recorded = rate(user, session, second, 2)
    assert undo(user, session, recorded) == undo(user, session, recorded)
    assert Review.objects.filter(undone_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_take_back_one():
    user, deck = make_learner(cards=2)
    session = start(user)
    first, second = cards_of(deck)
    rate(user, session, first, 4)
    before = kept(user)
    recorded = rate(user, session, second, 2)
    undone = in_threads(16, lambda: undo(user, session, recorded))
    assert {card.card_id for card in undone} == {second.pk}
    assert kept(user) == before


@pytest.mark.django_db(transaction=True)
def test_ratings_and_undo_at_once_never_wait_for_each_other():
    user, deck = make_learner(cards=8)
    session, cards = start(user), cards_of(deck)
    recorded = rate(user, session, cards[0], 4)

    places = iter(range(1, 8))

    def act():
        place = next(places)
        if place % 2:
            return rate(user, session, cards[place], 3)
        try:
            return undo(user, session, recorded)
        except CannotUndo as refused:
            return refused.refusal

    assert len(in_threads(7, act)) == 7
    live = Review.objects.filter(undone_at=None)
    assert read_session(user, session.id).rating_count == live.count()
    day = DayCounter.objects.get()
    assert day.new_cards == live.count()


def refused(user, session, recorded):
    before = kept(user)
    with pytest.raises(CannotUndo) as raised:
        undo(user, session, recorded)
    assert kept(user) == before
    return raised.value.refusal


def test_another_rating_of_the_session_came_after_it():
    user, deck = make_learner(cards=2)
    session = start(user)
    first, second = cards_of(deck)
    recorded = rate(user, session, first, 4)
    rate(user, session, second, 4)
    assert refused(user, session, recorded) is Refusal.NOT_THE_LAST


def test_another_device_rated_the_card_since():
    user, deck = make_learner(cards=2)
    session, other = start(user), start(user, deck)
    card = cards_of(deck)[0]
    recorded = rate(user, session, card, 1)
    rate(user, other, card, 4, seen=1, now=NOW + MINUTE)
    assert refused(user, session, recorded) is Refusal.RATED_SINCE


def test_the_card_was_started_over_since():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    recorded = rate(user, session, card, 4)
    start_over(user, card, now=NOW)
    assert refused(user, session, recorded) is Refusal.STARTED_OVER


def test_a_rating_of_a_card_that_is_not_to_be_read_any_more_is_ones_own():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    before = kept(user)
    recorded = rate(user, session, card, 4)
    deck.visibility = "private"
    deck.save()
    undo(user, session, recorded)
    assert kept(user) == before


def test_where_the_last_ratings_card_was_deleted_the_one_before_can_be_undone():
    user, deck = make_learner(cards=2)
    session = start(user)
    first, second = cards_of(deck)
    rate(user, session, first, 4)
    recorded = rate(user, session, second, 4)
    second.delete()
    with pytest.raises(CannotUndo) as raised:
        undo(user, session, recorded)
    assert raised.value.refusal is Refusal.CARD_GONE
    row = read_session(user, session.id)
    assert row.last_rating_id is not None
    undone = undo_rating(
        user=user, session_id=session.id, rating_id=row.last_rating_id, now=NOW
    )
    assert undone.card_id == first.pk


def test_a_rating_that_is_not_there_or_of_somebody_else():
    user, deck = make_learner(cards=1)
    session = start(user)
    recorded = rate(user, session, cards_of(deck)[0], 4)
    last = recorded.session.last_rating_id
    assert last is not None
    for who, rating_id in ((user, uuid.uuid4()), (make_user(), last)):
        with pytest.raises((CannotUndo, NoSuchSession)):
            undo_rating(user=who, session_id=session.id, rating_id=rating_id, now=NOW)
    assert Review.objects.filter(undone_at=None).count() == 1


def test_a_state_that_is_gone_is_a_refusal_and_no_error():
    user, deck = make_learner(cards=1)
    session = start(user)
    recorded = rate(user, session, cards_of(deck)[0], 4)
    ReviewState.objects.all().delete()
    assert refused(user, session, recorded) is Refusal.CARD_GONE


def test_a_late_copy_of_an_undone_rating_does_not_count():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    rating_id = uuid.uuid4()
    recorded = rate(user, session, card, 4, rating_id=rating_id)
    undo(user, session, recorded)
    late = rate(user, session, card, 4, rating_id=rating_id)
    assert late.receipt is Receipt.UNDONE
    assert not Review.objects.filter(undone_at=None).exists()


def test_marks_stay_when_a_rating_is_taken_back():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    recorded = rate(user, session, card, 4)
    put_aside(user, card, now=NOW)
    undo(user, session, recorded)
    state = ReviewState.objects.get()
    assert (state.put_aside_at, state.due_at, state.phase) == (NOW, None, None)


def test_practice_is_taken_back_too():
    user, deck = make_learner(cards=2)
    chosen = Selection(deck_ids=(deck.pk,), kind=StudySession.Kind.CRAM)
    session = start_session(user, chosen, now=NOW)
    assert session is not None
    before = kept(user)
    recorded = practise(user, session, cards_of(deck)[0], 2)
    assert DayCounter.objects.get().practice_ratings == 1
    undo(user, session, recorded)
    assert kept(user) == before
