"""The final pass before an exam: a sitting that counts, of cards due or not."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.models import Card, DayCounter, Deck, Review, ReviewState, User
from decks.scheduling.exam import gain_per_minute
from decks.study import marks
from decks.study.exam_plan import exam_ahead, exam_cards
from decks.study.exams import exam_date_of, set_exam_date
from decks.study.learners import enrolments_of
from decks.study.recording import read_session
from decks.study.selections import Cards, Selection
from decks.study.sessions import advance, current_showing, start_session
from decks.study.undo import undo_rating
from tests.factories import NOW, make_group, make_member, make_review_state, share
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def exam_learner(*, cards: int = 3, ahead: int = 1, **fields) -> tuple[User, Deck]:
    """A learner whose exam in a deck of so many cards is in `ahead` days."""
    user, deck = make_learner(cards=cards, **fields)
    set_exam_date(user, deck.pk, TODAY + ahead * DAY)
    return user, deck


def seen(user: User, card: Card, *, days_ago: int = 3, **fields) -> ReviewState:
    """A card that is known and not due for a month."""
    then = NOW - days_ago * DAY
    defaults = {
        "due_at": NOW + 30 * DAY,
        "last_reviewed_at": then,
        "last_study_day": then.date(),
        "stability_days": 40.0,
    }
    return make_review_state(user=user, card=card, **{**defaults, **fields})


def begin(user: User, deck: Deck, *, now: dt.datetime = NOW, minutes: int = 10):
    exam = Selection(deck_ids=(deck.pk,), cards=Cards.EXAM.value, minutes=minutes)
    return start_session(user, exam, now=now)


def planned(user: User, deck: Deck, **given) -> list[int]:
    session = begin(user, deck, **given)
    return [] if session is None else session.card_ids


def shown(user: User, session, *, now: dt.datetime = NOW) -> int | None:
    row = read_session(user, session.id)
    showing = current_showing(user, session.id, row, now=now).showing
    return None if showing is None else showing.card_id


class TestWhatItHolds:
    def test_cards_that_are_not_due(self):
        user, deck = exam_learner()
        for card in cards_of(deck):
            seen(user, card)
        assert start_session(user, Selection(deck_ids=(deck.pk,)), now=NOW) is None
        assert sorted(planned(user, deck)) == [card.pk for card in cards_of(deck)]

    def test_those_first_that_gain_most(self):
        user, deck = exam_learner(cards=4)
        for card, stability_days in zip(cards_of(deck)[:3], (500, 2, 20), strict=True):
            seen(user, card, stability_days=stability_days)
        strong, weak, middle, new = (card.pk for card in cards_of(deck))
        assert planned(user, deck) == [new, weak, middle, strong]
        open_cards = exam_cards(user, deck.pk, now=NOW).open_cards
        seconds = exam_cards(user, deck.pk, now=NOW).seconds
        gains = {one.card_id: gain_per_minute(one, 1, seconds) for one in open_cards}
        assert gains[weak] > gains[middle] > gains[strong]

    def test_not_what_was_rated_today(self):
        user, deck = exam_learner()
        first, second, third = cards_of(deck)
        rate(user, start(user), second, 4)
        assert planned(user, deck) == [first.pk, third.pk]

    def test_new_cards_above_the_days_limit(self):
        user, deck = exam_learner(cards=5, new_cards_per_day=1)
        rate(user, start(user), cards_of(deck)[0], 4)
        session = begin(user, deck)
        assert len(session.card_ids) == 4
        assert shown(user, session) == cards_of(deck)[1].pk

    def test_neither_put_aside_nor_hidden_ones(self):
        user, deck = exam_learner(cards=5)
        aside, hidden, new_aside, new_hidden, new = cards_of(deck)
        seen(user, aside)
        seen(user, hidden)
        for card in (aside, new_aside):
            marks.put_aside(user, card, now=NOW)
        for card in (hidden, new_hidden):
            marks.hide_until_tomorrow(user, card, now=NOW)
        assert planned(user, deck) == [new.pk]
        assert exam_cards(user, deck.pk, now=NOW).open_new(5) == 1

    def test_one_that_is_hidden_meanwhile_is_passed_by(self):
        user, deck = exam_learner(cards=2)
        first, second = cards_of(deck)
        session = begin(user, deck)
        marks.hide_until_tomorrow(user, first, now=NOW)
        assert shown(user, session) == second.pk

    def test_as_many_as_the_minutes_hold(self):
        user, deck = exam_learner(cards=100)
        # A new card is reckoned with 18 seconds: 33 of them in ten minutes.
        session = begin(user, deck)
        assert len(session.card_ids) == session.planned_count == 33
        assert session.stop_after_ms == 600_000

    def test_shuffled_where_the_options_say_so(self):
        user, deck = exam_learner(cards=30, new_card_order="shuffled")
        in_order = [card.pk for card in cards_of(deck)]
        cards = planned(user, deck)
        assert cards != in_order
        assert sorted(cards) == in_order

    def test_only_its_own_deck(self):
        user, deck = exam_learner()
        other = make_learner(cards=2)[1]
        assert set(planned(user, deck)).isdisjoint(c.pk for c in cards_of(other))


class TestWhenItIsOffered:
    @pytest.mark.parametrize(
        ("ahead", "begun"), [(-1, False), (0, True), (2, True), (3, False)]
    )
    def test_from_so_many_days_before_to_the_day(self, ahead: int, begun: bool):
        user, deck = exam_learner(ahead=ahead)
        assert bool(planned(user, deck)) is begun

    def test_earlier_with_more_cards(self):
        user, deck = exam_learner(cards=100, ahead=4)  # 25 minutes at 10 a day, and 1
        assert planned(user, deck)
        set_exam_date(user, deck.pk, TODAY + 5 * DAY)
        assert planned(user, deck, now=NOW + MINUTE, minutes=11) == []

    def test_not_without_a_date(self):
        user, deck = make_learner()
        assert planned(user, deck) == []

    def test_by_the_groups_date_too(self):
        user, deck = make_learner()
        group = make_group(exam_date=TODAY)
        make_member(group, user=user)
        share(deck, group)
        assert len(planned(user, deck)) == 3


class TestTheSitting:
    def test_an_early_rating_is_a_review_with_fewer_days(self):
        user, deck = exam_learner(cards=1)
        (card,) = cards_of(deck)
        before = seen(user, card)
        rate(user, begin(user, deck), card, 4, seen=1)
        state = ReviewState.objects.get()
        assert (state.stability_days or 0) > (before.stability_days or 0)
        assert state.last_study_day == TODAY
        assert Review.objects.get().kind == Review.Kind.REVIEW
        assert DayCounter.objects.get().reviews == 1

    def test_it_ends_when_each_card_was_rated(self):
        user, deck = exam_learner(cards=2)
        session = begin(user, deck)
        for card_id in session.card_ids:
            assert shown(user, session) == card_id
            done = rate(user, session, Card.objects.get(pk=card_id), 4)
        assert advance(user, session.id, done.session, now=NOW).showing is None
        assert read_session(user, session.id).ended_at == NOW
        assert begin(user, deck) is None

    def test_a_missed_card_comes_again_by_its_delay(self):
        user, deck = exam_learner(cards=2)
        session = begin(user, deck)
        first, second = session.card_ids
        rate(user, session, Card.objects.get(pk=first), 1)
        assert shown(user, session) == second
        assert shown(user, session, now=NOW + MINUTE) == first
        rate(user, session, Card.objects.get(pk=first), 4, seen=1, now=NOW + MINUTE)
        assert shown(user, session, now=NOW + 2 * MINUTE) == second

    def test_one_missed_in_another_sitting_today_comes_by_its_delay_only(self):
        user, deck = exam_learner(cards=2)
        missed, other = cards_of(deck)
        rate(user, start(user), missed, 1)
        session = begin(user, deck)
        assert session.card_ids == [other.pk]
        assert shown(user, session) == other.pk
        assert shown(user, session, now=NOW + MINUTE) == missed.pk

    def test_one_rated_elsewhere_meanwhile_is_passed_by(self):
        user, deck = exam_learner(cards=2)
        session, ordinary = begin(user, deck), start(user)
        first, second = session.card_ids
        rate(user, ordinary, Card.objects.get(pk=first), 4)
        assert shown(user, session) == second
        assert read_session(user, session.id).planned_count == 2

    def test_an_ordinary_sitting_still_leaves_out_what_is_not_due(self):
        user, deck = exam_learner(cards=2)
        known, new = cards_of(deck)
        session = start(user, deck)
        seen(user, known)
        assert session.card_ids == [known.pk, new.pk]
        assert shown(user, session) == new.pk

    def test_it_stops_with_the_minutes(self):
        user, deck = exam_learner(cards=3)
        session = begin(user, deck, minutes=1)
        card = Card.objects.get(pk=session.card_ids[0])
        done = rate(user, session, card, 4, answer_ms=60_000)
        assert advance(user, session.id, done.session, now=NOW).showing is None

    def test_pressed_twice_it_goes_on(self):
        user, deck = exam_learner()
        first = begin(user, deck)
        rate(user, first, Card.objects.get(pk=first.card_ids[0]), 4)
        assert begin(user, deck, now=NOW + MINUTE).id == first.id

    def test_undo_brings_the_card_back_as_it_was(self):
        user, deck = exam_learner(cards=1)
        (card,) = cards_of(deck)
        # With a log, so that undo has something to go back to.
        rate(user, start(user, now=NOW - 3 * DAY), card, 5, now=NOW - 3 * DAY)
        before = ReviewState.objects.values().get()
        session = begin(user, deck)
        rating_id = uuid.uuid4()
        rate(user, session, card, 1, seen=1, rating_id=rating_id)
        undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=NOW)
        assert ReviewState.objects.values().get() == before
        assert shown(user, session) == card.pk

    def test_the_next_day_there_is_another(self):
        user, deck = exam_learner(cards=1, ahead=2)
        session = begin(user, deck)
        rate(user, session, cards_of(deck)[0], 5)
        assert begin(user, deck, now=NOW + MINUTE) is None
        tomorrow = begin(user, deck, now=NOW + DAY)
        assert tomorrow.id != session.id
        assert tomorrow.card_ids == session.card_ids


def test_what_is_known_before_an_exam_costs_one_statement():
    user, deck = exam_learner(cards=50)
    for card in cards_of(deck)[:20]:
        seen(user, card)
    exam = exam_date_of(user, deck.pk, today=TODAY)
    with CaptureQueriesContext(connection) as statements:
        ahead = exam_ahead(user, deck, exam, now=NOW)
        assert ahead is not None
        assert ahead.is_final_pass
        assert ahead.pass_today().cards
    assert len(statements) == 1
    assert (len(ahead.cards.seen), ahead.cards.open_new(50)) == (20, 30)


def test_whoever_has_the_deck_no_more_begins_nothing(browser, learner):
    user, deck = exam_learner()
    path = reverse("study_exam", args=[deck.pk])
    assert browser.post(path).status_code == 404
    browser.force_login(user)
    set_exam_date(user, deck.pk, dt.datetime.now(tz=dt.UTC).date() + DAY)
    reply = browser.post(path)
    assert reply.status_code == 302
    assert "Question 1" in browser.get(reply["Location"]).content.decode()
    assert enrolments_of(user)[0].deck_id == deck.pk
