import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.accounts.study_options import NO_LIMIT
from decks.models import Card, Deck, Enrolment, ReviewState, StudySession
from decks.scheduling.fsrs import retrievability
from decks.study.due import DUE_COUNT_CAP, due_counts
from decks.study.queue import BATCH_SIZE, DayLimits, plan_due
from decks.study.recording import read_session
from decks.study.sessions import advance, current_showing, start_session
from tests.factories import (
    NOW,
    make_deck,
    make_enrolment,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

UNLIMITED = DayLimits(new_cards=NO_LIMIT, reviews=NO_LIMIT)


def shown(user, session, *, now=NOW):
    """The card that the sitting shows now, None at its end."""
    row = read_session(user, session.id)
    current = current_showing(user, session.id, row, now=now)
    return current.showing and current.showing.card_id


def test_new_cards_come_in_deck_order():
    user, deck = make_learner(cards=3)
    session = start(user)
    assert session.card_ids == [card.pk for card in cards_of(deck)]
    assert shown(user, session) == session.card_ids[0]


def test_new_cards_stop_at_the_days_limit():
    user, deck = make_learner(cards=30)
    Enrolment.objects.filter(user=user).update(new_cards_per_day=5)
    session = start(user)
    assert len(session.card_ids) == session.planned_count == 5
    for card in cards_of(deck)[:5]:
        rate(user, session, card, 5)
    assert start_session(user, now=NOW + MINUTE) is None


def test_the_limit_is_each_decks_own_and_new_the_next_day():
    user, _ = make_learner(cards=30)
    make_enrolment(user=user, deck=make_public_deck(cards=30), new_cards_per_day=2)
    assert len(start(user).card_ids) == 22
    session = start(user, now=NOW + DAY)
    assert len(session.card_ids) == 22


def test_due_cards_come_before_new_ones_by_falling_recall():
    user, deck = make_learner(cards=4)
    sure, shaky, waiting, new = cards_of(deck)
    today = NOW.date()
    seen = {"last_study_day": today - dt.timedelta(days=10), "due_at": NOW - DAY}
    make_review_state(user=user, card=sure, stability_days=40.0, **seen)
    make_review_state(user=user, card=shaky, stability_days=2.0, **seen)
    make_review_state(user=user, card=waiting, phase=1, due_at=NOW - MINUTE)
    assert retrievability(40.0, 10) > retrievability(2.0, 10)
    assert start(user).card_ids == [waiting.pk, sure.pk, shaky.pk, new.pk]


def test_a_card_whose_delay_ran_out_comes_first():
    user, deck = make_learner(cards=3)
    session, (first, second, _) = start(user), cards_of(deck)
    rate(user, session, first, 1)
    assert shown(user, session) == second.pk
    assert shown(user, session, now=NOW + MINUTE) == first.pk


@pytest.mark.parametrize(("level", "is_shown"), [(1, True), (2, True), (3, False)])
def test_a_waiting_card_comes_early_when_nothing_else_is_left(level, is_shown):
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    rate(user, session, card, level)
    assert (shown(user, session) == card.pk) is is_shown


def test_a_delay_of_more_than_twenty_minutes_is_not_waited_for():
    user, deck = make_learner(cards=2)
    session, (first, second) = start(user), cards_of(deck)
    rate(user, session, second, 5)
    make_review_state(user=user, card=first, phase=1, due_at=NOW + 21 * MINUTE)
    assert shown(user, session) is None
    assert shown(user, session, now=NOW + MINUTE) == first.pk


def test_after_four_showings_the_card_waits_for_tomorrow():
    user, deck = make_learner(cards=1)
    session, (card,) = start(user), cards_of(deck)
    for seen in range(4):
        recorded = rate(user, session, card, 1, seen=seen, now=NOW + seen * MINUTE)
    assert recorded.interval_days == 1
    assert shown(user, session, now=NOW + 10 * MINUTE) is None
    assert start_session(user, now=NOW + 11 * MINUTE) is None


def test_a_card_rated_on_another_device_falls_out_of_the_plan():
    user, deck = make_learner(cards=3)
    here, there = start(user, deck), start(user)
    first, second, third = cards_of(deck)
    rate(user, there, first, 5)
    rate(user, there, second, 5)
    assert shown(user, here) == third.pk
    rate(user, here, third, 4)
    row = read_session(user, here.id)
    assert (row.rated_count, row.total_count) == (1, 1)


def test_a_plan_with_many_gone_cards_is_looked_through():
    user, deck = make_learner(cards=15)
    here, there = start(user, deck), start(user)
    *gone, last = cards_of(deck)
    for card in gone:
        rate(user, there, card, 5)
    assert shown(user, here) == last.pk


def test_a_deleted_card_falls_out_of_the_plan():
    user, deck = make_learner(cards=2)
    session, (first, second) = start(user), cards_of(deck)
    first.delete()
    assert shown(user, session) == second.pk


def test_a_deck_made_private_is_shown_no_more():
    user, deck = make_learner(cards=2)
    session, (first, _) = start(user), cards_of(deck)
    rate(user, session, first, 1)
    Deck.objects.filter(pk=deck.pk).update(visibility=Deck.Visibility.PRIVATE)
    assert shown(user, session, now=NOW + MINUTE) is None
    assert start_session(user, now=NOW + MINUTE) is None


def test_others_progress_is_no_part_of_the_queue():
    user, deck = make_learner(cards=1)
    other = make_user()
    make_enrolment(user=other, deck=deck)
    rate(other, start(other), cards_of(deck)[0], 5)
    assert start(user).card_ids == [cards_of(deck)[0].pk]


def many_due(count):
    """A learner with so many due cards, the oldest first by position."""
    user = make_user()
    deck = make_deck(owner=user, cards=count)
    make_enrolment(user=user, deck=deck)
    ReviewState.objects.bulk_create(
        ReviewState(
            user=user,
            card=card,
            prompt=0,
            deck=deck,
            phase=2,
            stability_days=5.0,
            difficulty=5.0,
            due_at=NOW - DAY + place * dt.timedelta(seconds=1),
            last_study_day=NOW.date() - dt.timedelta(days=6),
            last_level=4,
            review_count=1,
        )
        for place, card in enumerate(cards_of(deck))
    )
    return user, deck


def test_a_batch_that_another_device_rated_makes_way_for_the_next():
    user, _ = many_due(BATCH_SIZE + 2)
    session = start(user)
    first = session.card_ids[0]
    tomorrow = NOW + DAY
    ReviewState.objects.filter(card_id__in=session.card_ids[1:]).update(due_at=tomorrow)
    card = Card.objects.get(pk=first)
    recorded = rate(user, session, card, 4, seen=1)
    current = advance(user, session.id, recorded.session, now=NOW)
    assert current.showing is not None
    assert current.showing.card_id not in session.card_ids
    assert read_session(user, session.id).total_count == 3


def test_more_than_a_batch_is_taken_when_the_first_is_through():
    user, deck = many_due(BATCH_SIZE + 3)
    fresh = Card.objects.create(deck=deck, position=10**6, question="new", answer="")
    Deck.objects.filter(pk=deck.pk).update(card_count=BATCH_SIZE + 4)
    session = start(user)
    assert (len(session.card_ids), session.planned_count) == (
        BATCH_SIZE,
        BATCH_SIZE + 4,
    )
    StudySession.objects.filter(id=session.id).update(
        position=BATCH_SIZE - 1, levels=[5] * (BATCH_SIZE - 1) + [0]
    )
    ReviewState.objects.filter(card_id__in=session.card_ids[:-1]).update(
        due_at=NOW + DAY
    )
    last = Card.objects.get(pk=session.card_ids[-1])
    recorded = rate(user, session, last, 5, seen=1)
    current = advance(user, session.id, recorded.session, now=NOW)

    rest = [card.pk for card in cards_of(deck)[BATCH_SIZE : BATCH_SIZE + 3]]
    assert current.session.card_ids[BATCH_SIZE:] == [*rest, fresh.pk]
    assert current.showing is not None
    assert current.showing.card_id == rest[0]
    assert current.session.planned_count == BATCH_SIZE + 4


def test_counting_due_cards_stops_at_the_cap():
    user, deck = many_due(DUE_COUNT_CAP + 1)
    assert due_counts(user, {deck.pk: UNLIMITED}, now=NOW) == {deck.pk: DUE_COUNT_CAP}
    batch = plan_due(user, {deck.pk: UNLIMITED}, now=NOW, study_day=NOW.date())
    assert len(batch) == BATCH_SIZE


def test_the_next_card_takes_one_statement_in_a_small_and_a_large_deck():
    for count in (3, 1500):
        user, _ = many_due(count)
        session = start(user)
        row = read_session(user, session.id)
        with CaptureQueriesContext(connection) as statements:
            current_showing(user, session.id, row, now=NOW)
        assert len(statements) == 1


def test_the_plans_of_the_hot_statements_use_indexes_only():
    user, _ = many_due(1500)
    session = start(user)
    row = read_session(user, session.id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE decks_reviewstate, decks_card, decks_deck")
        with CaptureQueriesContext(connection) as statements:
            current_showing(user, session.id, row, now=NOW)
            due_counts(user, dict.fromkeys(row.deck_ids, UNLIMITED), now=NOW)
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in statements.captured_queries:
            cursor.execute(f"EXPLAIN {statement['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on decks_reviewstate" not in plan
            assert "Seq Scan on decks_card" not in plan


def test_a_card_that_moved_to_another_deck_is_shown_no_more():
    user, deck = make_learner(cards=2)
    session, (first, second) = start(user), cards_of(deck)
    rate(user, session, first, 1)
    Card.objects.filter(pk__in=[first.pk]).update(deck=make_public_deck())
    assert shown(user, session, now=NOW + MINUTE) == second.pk
    Card.objects.filter(pk=second.pk).update(deck=make_public_deck())
    assert shown(user, session, now=NOW + MINUTE) is None
