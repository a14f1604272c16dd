"""The reviews as CSV, against the log replayed row by row."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decks.models import Card, Deck, Review, User
from decks.study.replaying import live_rows, replayed
from decks.transfer.take_out import reviews
from decks.transfer.take_out.reviews import count_reviews, reviews_csv
from tests.factories import NOW, make_deck, make_public_deck, make_review, make_user
from tests.sampling import fewer_examples
from tests.study.repair.histories import lived
from tests.study.repair.world import ACTIONS, Action, World

# Ratings are statements of their own, outside of any transaction, as in `repair`.
pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES_MAX = 100
GRADES = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
COLUMNS = [
    "card_id",
    "review_time",
    "review_rating",
    "review_state",
    "review_duration",
]
Line = tuple[int, ...]


def lines_of(user: User) -> list[Line]:
    """The file's lines as numbers, in its order."""
    text = b"".join(reviews_csv(user)).decode()
    head, *rows = csv.reader(io.StringIO(text))
    assert head == COLUMNS
    assert all(row == [str(int(cell)) for cell in row] for row in rows)
    return [tuple(map(int, row)) for row in rows]


def replayed_lines(user: User) -> list[Line]:
    """What they must be: each row of the log, and all before it replayed."""
    cards = Review.objects.filter(user=user).values_list("card_id", flat=True)
    found: list[Line] = []
    for card_id in sorted(set(cards)):
        rows = live_rows(user, card_id)
        for place, row in enumerate(rows):
            if row.kind in ("review", "import") and row.memory_difficulty is None:
                found.append(line(row, replayed(rows[:place]).phase or 0))
    return found


def line(row: Review, state: int) -> Line:
    time = (row.reviewed_at - EPOCH) // dt.timedelta(milliseconds=1)
    return row.card_id, time, GRADES[row.level], int(state), row.answer_ms


@fewer_examples(EXAMPLES_MAX)
@given(
    actions=st.lists(ACTIONS, min_size=15, max_size=60),
    page_rows=st.sampled_from([1, 3, 1000]),
)
def test_any_history_is_what_its_log_gives(
    actions: list[Action], page_rows: int
) -> None:
    """With undo, practice, cards started over, moved and deleted, and decks lost."""
    world = World()
    try:
        for action in actions:
            world.do(action)
        Deck.objects.filter(pk=world.decks[0].pk).update(visibility="private")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reviews, "PAGE_ROWS", page_rows)
            assert lines_of(world.user) == replayed_lines(world.user)
        assert count_reviews(world.user) == len(lines_of(world.user))
    finally:
        world.user.delete()
        Deck.objects.filter(pk__in=[deck.pk for deck in world.decks]).delete()


def test_a_history_by_hand() -> None:
    one = lived()
    first, second, third, fourth = (card.pk for card in one.cards)
    known = [(card, rating, state) for card, _, rating, state, _ in lines_of(one.user)]
    assert known == [
        (first, 3, 0),
        (first, 1, 2),
        (first, 2, 3),
        (second, 4, 0),
        (second, 3, 2),
        (third, 1, 0),
        (fourth, 2, 0),
        (fourth, 3, 0),  # started over: new again
    ]


def a_card() -> tuple[User, Card]:
    return make_user(), make_public_deck(cards=1).cards.get()


def states(user: User) -> list[int]:
    return [state for *_, state, _ in lines_of(user)]


def log(user: User, card: Card, *rows: dict[str, Any]) -> None:
    for sequence, fields in enumerate(rows, 1):
        make_review(user=user, card=card, sequence=sequence, **fields)


def test_a_card_that_was_never_recalled_is_still_being_learned() -> None:
    user, card = a_card()
    log(user, card, *({"level": level} for level in (1, 2, 3, 2, 1, 4)))
    assert states(user) == [0, 1, 1, 2, 3, 3]


def test_an_imported_rating_counts_and_an_imported_memory_is_none() -> None:
    user, card = a_card()
    memory = {"memory_stability_days": 20.0, "memory_difficulty": 5.0}
    log(
        user,
        card,
        {"kind": "import", "level": 2},
        {"kind": "import", "level": 2, **memory},
        {"level": 3},
    )
    assert states(user) == [0, 2]
    assert lines_of(user) == replayed_lines(user)
    assert count_reviews(user) == 2


def test_a_level_that_is_none_costs_its_line_and_not_the_file() -> None:
    user, card = a_card()
    log(user, card, {"level": 3}, {"level": 6}, {"level": 1})
    assert states(user) == [0, 2]
    assert count_reviews(user) == 2


def test_a_moment_is_in_milliseconds_whatever_the_zone() -> None:
    user = make_user(time_zone="Asia/Kathmandu")
    card = make_public_deck(cards=1).cards.get()
    moment = NOW + dt.timedelta(microseconds=123_999)
    make_review(user=user, card=card, reviewed_at=moment, answer_ms=4321)
    assert lines_of(user) == [(card.pk, 1_772_442_000_123, 2, 0, 4321)]


def test_reviews_of_a_lost_deck_are_there_and_anothers_are_not() -> None:
    lost = make_deck(owner=make_user(), cards=1).cards.get()
    user = make_user()
    make_review(user=user, card=lost)
    make_review(user=make_user(), card=lost)
    assert [card_id for card_id, *_ in lines_of(user)] == [lost.pk]


def test_without_reviews_it_is_a_header() -> None:
    assert lines_of(make_user()) == []


@pytest.mark.parametrize(("count", "statements"), [(1, 2), (4, 3), (20, 11)])
def test_a_page_of_rows_is_a_statement(
    monkeypatch: pytest.MonkeyPatch, count: int, statements: int
) -> None:
    monkeypatch.setattr(reviews, "PAGE_ROWS", 2)
    user = make_user()
    for card in make_public_deck(cards=count).cards.all():
        make_review(user=user, card=card)
    with CaptureQueriesContext(connection) as asked:
        assert len(lines_of(user)) == count
    assert len(asked) == statements
