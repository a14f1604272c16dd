import threading
import uuid

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from decks.models import DayCounter, Review, ReviewState, StudySession
from decks.scheduling.levels import Level
from decks.scheduling.replay import LogEntry, replay
from decks.study.recording import (
    ANSWER_MAX_MS,
    NoSuchSession,
    Receipt,
    SentRating,
    moment_us,
    record_rating,
)
from decks.study.undo import undo_rating
from tests.factories import NOW, make_public_deck, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def test_a_first_rating_writes_state_log_counter_and_session():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    recorded = rate(user, session, card, 4)

    assert recorded.receipt is Receipt.COUNTED
    state = ReviewState.objects.get(user=user, card=card)
    assert (state.review_count, state.last_level, state.phase) == (1, 4, 2)
    assert state.deck_id == deck.pk
    log = Review.objects.get(user=user, card=card)
    assert (log.sequence, log.level, log.kind) == (1, 4, "review")
    assert (log.due_at, log.session_id) == (state.due_at, session.id)
    counter = DayCounter.objects.get(user=user, deck=deck)
    assert (counter.new_cards, counter.level_4, counter.answer_ms) == (1, 1, 4000)
    row = StudySession.objects.get(user=user)
    assert (row.levels, row.position, row.answer_ms) == ([4, 0, 0], 1, 4000)


def test_the_same_id_again_counts_nothing_and_gives_the_same_words():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    rating_id = uuid.uuid4()
    first = rate(user, session, card, 2, rating_id=rating_id)
    again = rate(user, session, card, 2, rating_id=rating_id, now=NOW + 5 * MINUTE)

    assert again.receipt is Receipt.ALREADY_COUNTED
    assert again.level is Level.BARELY
    assert again.delay_minutes == first.delay_minutes == 10
    assert Review.objects.count() == 1
    assert DayCounter.objects.get().level_2 == 1


def test_an_id_used_before_for_another_card_counts_nothing():
    user, deck = make_learner()
    session, (first, second, _) = start(user), cards_of(deck)
    rating_id = uuid.uuid4()
    rate(user, session, first, 4, rating_id=rating_id)
    recorded = rate(user, session, second, 1, rating_id=rating_id)

    assert recorded.receipt is Receipt.ALREADY_COUNTED
    assert Review.objects.count() == 1
    assert not ReviewState.objects.filter(card=second).exists()


def test_two_tabs_cannot_both_rate_one_showing():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    rate(user, session, card, 5)
    second_tab = rate(user, session, card, 1)

    assert second_tab.receipt is Receipt.RATED_ELSEWHERE
    assert second_tab.level is None
    assert Review.objects.get().level == 5


def test_a_count_from_the_future_counts_nothing_and_leaves_no_row():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    assert rate(user, session, card, 4, seen=3).receipt is Receipt.RATED_ELSEWHERE
    assert not ReviewState.objects.exists()


def test_anothers_session_takes_no_rating_and_leaves_no_row():
    user, deck = make_learner()
    session = start(user)
    with pytest.raises(NoSuchSession):
        rate(make_user(), session, cards_of(deck)[0], 4)
    assert not ReviewState.objects.exists()
    assert not Review.objects.exists()


def test_a_card_of_a_deck_outside_the_session_is_refused():
    user, deck = make_learner()
    session = start(user, deck)
    other = cards_of(make_public_deck(cards=1))[0]
    with pytest.raises(NoSuchSession):
        rate(user, session, other, 4)
    assert not Review.objects.exists()


def test_a_second_rating_keeps_the_level_before():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    rate(user, session, card, 1)
    rate(user, session, card, 4, seen=1, now=NOW + MINUTE)
    state = ReviewState.objects.get(user=user, card=card)
    assert (state.previous_level, state.last_level) == (1, 4)
    counter = DayCounter.objects.get()
    assert (counter.new_cards, counter.level_1, counter.level_4) == (1, 1, 1)
    assert StudySession.objects.get().levels == [4, 0, 0]


def test_a_card_outside_the_plan_goes_in_at_its_place():
    user, deck = make_learner(cards=4)
    first, second, *_ = cards_of(deck)
    earlier = start(user, deck)
    rate(user, earlier, first, 1)
    later = start(user, now=NOW)
    assert first.pk not in later.card_ids
    rate(user, later, second, 5)
    rate(user, later, first, 3, seen=1, now=NOW + MINUTE)

    row = StudySession.objects.get(id=later.id)
    assert row.card_ids[:2] == [second.pk, first.pk]
    assert row.levels == [5, 3, 0, 0]
    assert (row.position, row.planned_count) == (2, 4)


@pytest.mark.parametrize(
    ("sent", "kept"), [(-5, 0), (0, 0), (1234, 1234), (10**9, ANSWER_MAX_MS)]
)
def test_the_time_that_a_browser_claims_is_bounded(sent, kept):
    user, deck = make_learner()
    rate(user, start(user), cards_of(deck)[0], 3, answer_ms=sent)
    assert Review.objects.get().answer_ms == kept


def test_replaying_the_log_gives_the_state():
    user, deck = make_learner(cards=1)
    session, card, now = start(user), cards_of(deck)[0], NOW
    for seen, (level, gap) in enumerate(
        [(1, MINUTE), (2, 10 * MINUTE), (4, DAY), (3, 5 * DAY), (1, MINUTE), (5, DAY)]
    ):
        rate(user, session, card, level, seen=seen, now=now)
        now += gap
    state = ReviewState.objects.get(user=user, card=card)
    replayed = replay(
        LogEntry(row.level, row.reviewed_at, row.study_day, row.due_at)
        for row in Review.objects.filter(user=user, card=card).order_by("sequence")
    )
    assert replayed.memory is not None
    assert replayed.memory.stability_days == state.stability_days
    assert replayed.memory.difficulty == state.difficulty
    assert (replayed.due_at, replayed.lapse_count) == (state.due_at, state.lapse_count)
    assert replayed.review_count == state.review_count == 6


def test_recording_takes_two_statements():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    with CaptureQueriesContext(connection) as statements:
        rate(user, session, card, 4)
    counted = [s for s in statements if "SAVEPOINT" not in s["sql"]]
    assert len(counted) == 2


def in_threads(count, work):
    """Run `work` so many times at once; their results, and errors are raised."""
    barrier, results, errors = threading.Barrier(count), [], []

    def run():
        try:
            barrier.wait(timeout=30)
            results.append(work())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if errors:
        raise errors[0]
    assert len(results) == count
    return results


@pytest.mark.django_db(transaction=True)
def test_ten_tabs_at_once_rate_one_showing_once():
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    recorded = in_threads(10, lambda: rate(user, session, card, 4))
    receipts = [one.receipt for one in recorded]
    assert receipts.count(Receipt.COUNTED) == 1
    assert receipts.count(Receipt.RATED_ELSEWHERE) == 9
    assert Review.objects.count() == 1
    assert DayCounter.objects.get().level_4 == 1


@pytest.mark.django_db(transaction=True)
def test_different_cards_at_once_lose_nothing():
    user, deck = make_learner(cards=12)
    session, cards = start(user), cards_of(deck)
    places = iter(cards)
    lock = threading.Lock()

    def rate_next():
        with lock:
            card = next(places)
        return rate(user, session, card, 3)

    in_threads(12, rate_next)
    assert StudySession.objects.get().levels == [3] * 12
    counter = DayCounter.objects.get()
    assert (counter.level_3, counter.new_cards) == (12, 12)


@pytest.mark.django_db(transaction=True)
def test_unplanned_cards_at_once_keep_levels_beside_their_cards():
    user, deck = make_learner(cards=8)
    cards = cards_of(deck)
    earlier = start(user, deck)
    for card in cards[:4]:
        rate(user, earlier, card, 1)
    later = start(user)
    turns = iter([(card, 5, 1) for card in cards[:4]] + [(c, 2, 0) for c in cards[4:]])
    lock = threading.Lock()

    def rate_next():
        with lock:
            card, level, seen = next(turns)
        return rate(user, later, card, level, seen=seen, now=NOW + MINUTE)

    in_threads(8, rate_next)
    row = StudySession.objects.get(id=later.id)
    given = dict(zip(row.card_ids, row.levels, strict=True))
    assert given == {c.pk: 5 for c in cards[:4]} | {c.pk: 2 for c in cards[4:]}


def test_a_card_that_was_undone_and_rated_again_is_not_the_one_that_was_seen():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    first = rate(user, session, card, 1)
    seen = moment_us(ReviewState.objects.get().last_reviewed_at)
    undo_rating(
        user=user,
        session_id=session.id,
        rating_id=first.session.last_rating_id or uuid.uuid4(),
        now=NOW,
    )
    rate(user, session, card, 5, now=NOW + MINUTE)
    late = SentRating(
        session_id=session.id,
        rating_id=uuid.uuid4(),
        confidence=Level.MOSTLY,
        seen_reviews=1,
        answer_ms=0,
        seen_at_us=seen,
    )
    recorded = record_rating(user=user, card_id=card.pk, sent=late, now=NOW + MINUTE)
    assert recorded.receipt is Receipt.RATED_ELSEWHERE
