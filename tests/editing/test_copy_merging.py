import threading
import uuid

import pytest
from django.db import connection, transaction

from decks.cards.writing import Pen, Sides
from decks.editing.copy_merging import Seen, merge_cards
from decks.models import (
    Card,
    CardNote,
    DayCounter,
    Deck,
    Review,
    ReviewState,
    User,
)
from decks.study import marks
from decks.study.recording import NoSuchCard
from decks.study.repair.checking import check_data
from decks.study.repair.states import replay_states
from decks.study.rows import state_from_row
from decks.study.selections import Selection
from decks.study.sessions import start_session
from decks.study.undo import undo_rating
from tests.factories import NOW
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, practise, rate
from tests.study.sittings import start as start_sitting

pytestmark = pytest.mark.django_db

LATER = NOW + 30 * DAY


def merge(deck: Deck, kept: Card, dropped: Card, text: Sides | None = None) -> int:
    return merge_cards(
        deck.pk,
        keep=Seen(kept.pk, kept.version),
        drop=Seen(dropped.pk, dropped.version),
        pen=Pen(None, LATER),
        text=text,
    )


def nothing_is_wrong(*users: User) -> None:
    assert replay_states(users, fix=False).lines == []
    checked = check_data(fix=False, now=LATER)
    assert [found for found in checked.found if found.count] == []


def state_of(user: User, card: Card) -> ReviewState:
    return ReviewState.objects.get(user=user, card=card)


def log_of(card: Card) -> list[tuple[int, int]]:
    rows = Review.objects.filter(card=card, undone_at=None).order_by("sequence")
    return list(rows.values_list("sequence", "level"))


# --- The log and what it gives --------------------------------------------------------


def test_ratings_of_both_are_one_log_in_the_order_of_time():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, kept, 4)
    rate(user, session, dropped, 2, now=NOW + MINUTE)
    rate(user, session, kept, 5, seen=1, now=NOW + 9 * DAY)
    rate(user, session, dropped, 3, seen=1, now=NOW + 10 * DAY)
    assert merge(deck, kept, dropped) == 1
    assert log_of(kept) == [(1, 4), (2, 2), (3, 5), (4, 3)]
    state = state_of(user, kept)
    assert (state.review_count, state.last_level, state.previous_level) == (4, 3, 5)
    assert state_of(user, dropped).review_count == 0
    nothing_is_wrong(user)


def test_whoever_rated_only_the_dropped_card_has_the_kept_one_as_it_was():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, dropped, 4)
    names = [field.attname for field in ReviewState._meta.fields][4:]
    before = [getattr(state_of(user, dropped), name) for name in names]
    merge(deck, kept, dropped)
    assert [getattr(state_of(user, kept), name) for name in names] == before
    nothing_is_wrong(user)


def test_whoever_rated_only_the_kept_card_has_nothing_touched():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, kept, 4)
    before = list(ReviewState.objects.values()), list(Review.objects.values())
    assert merge(deck, kept, dropped) == 0
    assert (list(ReviewState.objects.values()), list(Review.objects.values())) == before
    nothing_is_wrong(user)


def test_undone_ratings_and_practice_come_along():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rating_id = uuid.uuid4()
    rate(user, session, dropped, 1, rating_id=rating_id)
    undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=NOW)
    practice = start_session(user, Selection(kind="cram"), now=NOW)
    assert practice is not None
    first = Card.objects.get(pk=practice.card_ids[0])
    merged = (kept, dropped) if first == dropped else (dropped, kept)
    practise(user, practice, first, 3)
    merge(deck, *merged)
    assert Review.objects.filter(card=merged[0]).count() >= 1
    assert not Review.objects.filter(card=merged[1]).exists()
    nothing_is_wrong(user)


def test_the_second_cards_first_rating_is_of_a_new_card_no_more():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, kept, 4)
    rate(user, session, dropped, 4, now=NOW + MINUTE)
    merge(deck, kept, dropped)
    day = DayCounter.objects.get(user=user)
    assert (day.new_cards, day.reviews, day.level_4) == (1, 1, 2)
    nothing_is_wrong(user)


def test_sittings_show_one_card_where_there_were_two():
    user, deck = make_learner(cards=3)
    session, (kept, dropped, third) = start_sitting(user, deck), cards_of(deck)
    for minute, card in enumerate((kept, dropped, third)):
        rate(user, session, card, 3 + minute % 2, now=NOW + minute * MINUTE)
    merge(deck, kept, dropped)
    session.refresh_from_db()
    assert sorted(session.card_ids) == sorted([kept.pk, third.pk])
    assert session.levels[session.card_ids.index(kept.pk)] == 4
    assert (session.position, session.planned_count) == (2, 2)
    nothing_is_wrong(user)


def test_a_rating_that_was_carried_over_can_be_undone():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, kept, 4)
    before = state_from_row(_state_row(state_of(user, kept)))
    rating_id = uuid.uuid4()
    rate(user, session, dropped, 2, now=NOW + DAY, rating_id=rating_id)
    merge(deck, kept, dropped)
    undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=LATER)
    assert state_from_row(_state_row(state_of(user, kept))) == before
    nothing_is_wrong(user)


def _state_row(state: ReviewState) -> list[object]:
    from decks.study.columns import STATE_COLUMNS

    return [getattr(state, name) for name in STATE_COLUMNS]


def test_a_rating_of_the_dropped_card_that_comes_too_late_is_told():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, dropped, 4)
    merge(deck, kept, dropped)
    with pytest.raises(NoSuchCard):
        rate(user, session, dropped, 4, seen=1, now=LATER)
    nothing_is_wrong(user)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("was_rated", [False, True])
def test_a_rating_on_its_way_is_carried_over_or_refused(was_rated):
    """It has read the card and waits for the merge, which is not committed yet."""
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, dropped, 4)
    card, seen = (dropped, 1) if was_rated else (cards_of(deck)[2], 0)
    outcome: list[object] = []

    def rate_it() -> None:
        try:
            outcome.append(rate(user, session, card, 5, seen=seen, now=LATER).receipt)
        except NoSuchCard:
            outcome.append("gone")
        finally:
            connection.close()

    rater = threading.Thread(target=rate_it)
    with transaction.atomic():
        merge(deck, kept, card)
        rater.start()
        rater.join(timeout=0.5)
        assert outcome == []
    rater.join(timeout=10)
    assert outcome == ["gone"]
    nothing_is_wrong(user)


# --- Marks and notes ------------------------------------------------------------------


def test_a_flag_on_either_stays_since_the_earlier_one():
    user, deck = make_learner()
    kept, dropped, _ = cards_of(deck)
    marks.set_flag(user, kept, is_on=True, now=NOW + DAY)
    marks.set_flag(user, dropped, is_on=True, now=NOW)
    merge(deck, kept, dropped)
    assert state_of(user, kept).flagged_at == NOW
    assert state_of(user, dropped).flagged_at is None
    nothing_is_wrong(user)


def test_whoever_put_a_copy_aside_and_learns_the_other_goes_on():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, dropped, 4)
    marks.put_aside(user, kept, now=NOW)
    merge(deck, kept, dropped)
    state = state_of(user, kept)
    assert state.put_aside_at is None
    assert state.due_at is not None
    nothing_is_wrong(user)


def test_what_is_put_aside_altogether_stays_so():
    user, deck = make_learner()
    session, (kept, dropped, _) = start_sitting(user, deck), cards_of(deck)
    rate(user, session, dropped, 4)
    marks.put_aside(user, dropped, now=NOW)
    merge(deck, kept, dropped)
    assert state_of(user, kept).put_aside_at == NOW
    nothing_is_wrong(user)


def test_what_is_hidden_is_hidden_until_the_later_day():
    user, deck = make_learner()
    kept, dropped, _ = cards_of(deck)
    marks.hide_until_tomorrow(user, kept, now=NOW)
    marks.hide_until_tomorrow(user, dropped, now=NOW + DAY)
    until = state_of(user, dropped).hidden_until
    merge(deck, kept, dropped)
    assert state_of(user, kept).hidden_until == until
    nothing_is_wrong(user)


@pytest.mark.parametrize(
    ("mine", "other", "joined"),
    [
        ("a river", "in Europe", "a river\n\nin Europe"),
        ("", "in Europe", "in Europe"),
        ("a river", "", "a river"),
        ("a river", "a river", "a river"),
        ("a river", "a river in Europe", "a river in Europe"),
        ("x" * 2000, "y" * 2000, f"{'x' * 2000}\n\n{'y' * 2000}"),
    ],
)
def test_notes_are_joined_and_nothing_is_cut_off(mine, other, joined):
    user, deck = make_learner()
    kept, dropped, _ = cards_of(deck)
    marks.save_note(user, kept, mine, now=NOW)
    marks.save_note(user, dropped, other, now=NOW)
    merge(deck, kept, dropped)
    assert CardNote.objects.get().text == joined
    assert marks.note_of(user, kept) == joined
