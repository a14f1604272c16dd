"""Flag, hide, put aside, start over, note: what they do to the next card."""

import pytest

from decks.models import CardNote, Enrolment, Review, ReviewState
from decks.progress.today import today_of
from decks.scheduling.replay import Kind
from decks.study import marks
from decks.study.counters import STUCK_LAPSES
from decks.study.due import due_by_deck
from decks.study.recording import read_session
from decks.study.replaying import live_rows, replayed
from decks.study.sessions import current_showing, leave_out, start_session
from decks.study.showings import card_showing
from tests.factories import NOW, make_card, make_review_state, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

HIDING = [marks.hide_until_tomorrow, marks.put_aside]


def shown(user, session, *, now=NOW):
    row = read_session(user, session.id)
    showing = current_showing(user, session.id, row, now=now).showing
    return showing and showing.card_id


@pytest.mark.parametrize("mark", HIDING)
def test_a_marked_card_leaves_the_running_session(mark):
    user, deck = make_learner(cards=2)
    session, (first, second) = start(user), cards_of(deck)
    mark(user, first, now=NOW)
    leave_out(user, session.id, first.pk)
    assert shown(user, session) == second.pk
    assert read_session(user, session.id).total_count == 1


@pytest.mark.parametrize("mark", HIDING)
def test_a_marked_card_is_in_no_new_session_today(mark):
    user, deck = make_learner(cards=1)
    mark(user, cards_of(deck)[0], now=NOW)
    assert start_session(user, now=NOW) is None
    assert today_of(user, now=NOW).study_count == 0


@pytest.mark.parametrize("mark", HIDING)
def test_a_marked_due_card_is_not_due(mark):
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    rate(user, start(user), card, 1)
    mark(user, card, now=NOW)
    due = due_by_deck(user, [deck.pk], now=NOW + 5 * MINUTE)
    assert due[deck.pk].count == 0


def test_a_hidden_card_comes_back_with_the_next_study_day():
    user, deck = make_learner(cards=2)
    seen, new = cards_of(deck)
    rate(user, start(user), seen, 1)
    for card in (seen, new):
        marks.hide_until_tomorrow(user, card, now=NOW)
    assert start_session(user, now=NOW + MINUTE) is None
    assert start(user, now=NOW + DAY).card_ids == [seen.pk, new.pk]


def test_a_card_put_aside_comes_back_only_when_brought_back():
    user, deck = make_learner(cards=2)
    seen, new = cards_of(deck)
    recorded = rate(user, start(user), seen, 3)
    assert recorded.interval_days == 1
    for card in (seen, new):
        marks.put_aside(user, card, now=NOW)
    assert start_session(user, now=NOW + 9 * DAY) is None
    for card in (seen, new):
        marks.bring_back(user, card)
    assert start(user, now=NOW + 9 * DAY).card_ids == [seen.pk, new.pk]


def test_bringing_back_gives_the_due_day_of_the_log():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    rate(user, start(user), card, 4)
    due_at = ReviewState.objects.get().due_at
    marks.put_aside(user, card, now=NOW)
    marks.hide_until_tomorrow(user, card, now=NOW)
    assert ReviewState.objects.get().due_at is None
    marks.bring_back(user, card)
    assert ReviewState.objects.get().due_at == due_at


def test_a_rating_from_another_tab_leaves_a_card_put_aside():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    marks.put_aside(user, card, now=NOW)
    rate(user, session, card, 4)
    state = ReviewState.objects.get()
    assert (state.review_count, state.due_at, state.put_aside_at) == (1, None, NOW)


def test_a_flag_on_a_new_card_leaves_it_new():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    marks.set_flag(user, card, is_on=True, now=NOW)
    showing = card_showing(user, card.pk)
    assert showing is not None
    assert showing.is_flagged
    assert showing.last_level is None
    rate(user, session, card, 4)
    assert ReviewState.objects.get().flagged_at == NOW


def test_a_flag_is_set_once_and_taken_off():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    marks.set_flag(user, card, is_on=True, now=NOW)
    marks.set_flag(user, card, is_on=True, now=NOW + DAY)
    assert ReviewState.objects.get().flagged_at == NOW
    marks.set_flag(user, card, is_on=False, now=NOW)
    assert ReviewState.objects.get().flagged_at is None


def test_starting_over_makes_a_card_new_and_keeps_the_log():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    rate(user, start(user), card, 4)
    marks.start_over(user, card, now=NOW + DAY)
    marks.start_over(user, card, now=NOW + DAY)
    kinds = [row.kind for row in live_rows(user, card.pk)]
    assert kinds == [Kind.REVIEW, Kind.RESET]
    assert replayed(live_rows(user, card.pk)).phase is None
    enrolment = Enrolment.objects.get()
    assert (enrolment.level_4, enrolment.review) == (0, 0)
    session = start(user, now=NOW + DAY)
    assert session.card_ids == [card.pk]
    recorded = rate(user, session, card, 5, seen=2, now=NOW + DAY)
    assert recorded.interval_days > 1
    assert Enrolment.objects.get().level_5 == 1
    assert Review.objects.get(level=5).sequence == 3


def test_a_new_card_is_not_started_over():
    user, deck = make_learner(cards=1)
    marks.start_over(user, cards_of(deck)[0], now=NOW)
    assert not Review.objects.exists()


def test_a_note_is_kept_to_the_letter_and_its_writers_alone():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    marks.save_note(user, card, "  one\n\ntwo ", now=NOW)
    assert marks.note_of(user, card) == "  one\n\ntwo "
    assert marks.note_of(make_user(), card) == ""
    marks.save_note(user, card, " \n", now=NOW)
    assert not CardNote.objects.exists()


def test_a_card_missed_eight_times_is_stuck():
    user, deck = make_learner(cards=1)
    (card,) = cards_of(deck)
    fields = {"review_count": 9, "lapse_count": STUCK_LAPSES - 1, "due_at": NOW}
    make_review_state(user=user, card=card, **fields)
    session = start(user)
    recorded = rate(user, session, card, 1, seen=9)
    assert recorded.lapse_count == STUCK_LAPSES
    showing = card_showing(user, card.pk)
    assert showing is not None
    assert showing.is_stuck
    assert Enrolment.objects.get().stuck == 1


def test_marks_are_one_learners():
    user, deck = make_learner(cards=1)
    other, card = make_user(), make_card(deck=deck)
    marks.put_aside(other, card, now=NOW)
    assert card.pk in start(user).card_ids
