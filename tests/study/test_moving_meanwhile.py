"""A rating that is given while an editor moves or deletes its card."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from decks.editing.moving import delete_cards, move_cards
from decks.models import Card, DayCounter, Deck, Enrolment, Review, ReviewState, User
from decks.scheduling.levels import Level
from decks.study import next_statements, recording, statements
from decks.study.access import with_access
from decks.study.recording import NoSuchCard, Receipt
from decks.study.repair.checking import check_data
from decks.study.repair.states import learners, replay_states
from decks.study.sessions import enrol
from decks.study.undo import Undone, undo_rating
from tests.factories import NOW, make_public_deck, make_user
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENT_MAX_CHARACTERS = 4096
"""As the driver keeps them (`access.compact`)."""


def while_moving(
    move: Callable[[], object],
    work: Callable[[], object],
    *,
    meanwhile: Callable[[], object] = bool,
) -> object:
    """Begin `work` while `move` is done but not committed; what it gave or raised.

    `meanwhile` is done by the one who moves, while `work` waits.
    """
    moved, results = threading.Event(), []

    def run() -> None:
        moved.wait(timeout=30)
        try:
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    with transaction.atomic():
        move()
        moved.set()
        thread.join(timeout=1)  # long enough to be waiting for the lock
        assert thread.is_alive()
        meanwhile()
    thread.join(timeout=30)
    return results[0]


def assert_sound() -> None:
    assert replay_states(learners(), fix=False).lines == []
    found = check_data(fix=False, now=NOW + 30 * DAY).found
    assert [one for one in found if one.count] == []


def moving_world() -> tuple[User, Deck, Card]:
    """A learner of two decks; the second is where the card goes."""
    user, deck = make_learner()
    other = make_public_deck(cards=1)
    enrol(user, other, now=NOW)
    return user, other, cards_of(deck)[0]


@pytest.mark.parametrize("known", [False, True])
def test_a_card_that_moves_is_rated_where_it_lies(known: bool):
    user, other, card = moving_world()
    sitting = start(user)
    if known:
        rate(user, sitting, card, 2)
    recorded: Any = while_moving(
        lambda: move_cards([card.pk], other.pk, now=NOW),
        lambda: rate(user, sitting, card, 4, seen=int(known), now=NOW + DAY),
    )
    assert recorded.receipt is Receipt.COUNTED
    assert ReviewState.objects.get(user=user, card=card).deck_id == other.pk
    assert Review.objects.filter(card=card).latest("sequence").deck_id == other.pk
    assert_sound()


@pytest.mark.parametrize("known", [False, True])
def test_a_card_that_is_deleted_is_told_and_counts_nothing(known: bool):
    user, _, card = moving_world()
    sitting = start(user)
    if known:
        rate(user, sitting, card, 2)
    refused = while_moving(
        lambda: delete_cards(card.deck_id, [card.pk], now=NOW),
        lambda: rate(user, sitting, card, 4, seen=int(known), now=NOW + DAY),
    )
    assert isinstance(refused, NoSuchCard)
    assert Review.objects.filter(card=card).count() == int(known)
    assert_sound()


def test_statements_of_a_rating_are_short_enough_to_be_kept():
    user = make_user(is_staff=True)
    hot = (statements.READ_CARD, statements.RECORD_CRAM, next_statements.NEXT_SHOWING)
    for sql in hot:
        assert len(with_access(sql, user)[0]) <= STATEMENT_MAX_CHARACTERS
    assert len(recording._RECORD) <= STATEMENT_MAX_CHARACTERS


def test_an_undo_takes_the_days_before_the_decks_counts():
    """As a rating does, which holds its day and then counts: they never deadlock."""
    user, deck = make_learner()
    first, second, _ = cards_of(deck)
    session = start(user, deck)
    rating_id = rate(user, session, first, 4).session.last_rating_id
    assert rating_id is not None
    today = NOW + DAY
    rate(user, start(user, deck, now=today), second, 4, now=today)
    days = DayCounter.objects.filter(study_day=today.date())
    counts = Enrolment.objects.select_for_update(nowait=True, no_key=True)

    def take_back():
        return undo_rating(
            user=user, session_id=session.id, rating_id=rating_id, now=today
        )

    undone = while_moving(days.select_for_update().get, take_back, meanwhile=counts.get)
    assert undone == Undone(first.pk, Level.MOSTLY)
    assert_sound()
    assert days.values_list("start_cards", "start_4").get() == (3, 0)
