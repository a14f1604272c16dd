"""Which ratings an address asks for, and the words of it."""

import datetime as dt

import pytest

from decks.progress.overview.asked_reviews import asked_reviews
from decks.progress.overview.scope import scope_from
from tests.factories import NOW
from tests.progress.overview.pages import asked
from tests.study.sittings import make_learner

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({}, "2026-02-24", "2026-03-02"),
        ({"from": "2026-02-28"}, "2026-02-28", "2026-03-02"),
        ({"to": "2026-02-28"}, "2026-02-22", "2026-02-28"),
        ({"from": "2026-03-01", "to": "2026-02-01"}, "2026-02-01", "2026-03-01"),
        ({"from": "2026-02-31", "to": "2026-02-28"}, "2026-02-22", "2026-02-28"),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "2000-01-01", "2026-03-02"),
        ({"from": "9" * 5000, "to": "\x00"}, "2026-02-24", "2026-03-02"),
        ({"from": "2026-W09-1", "to": "20260302"}, "2026-02-24", "2026-03-02"),
    ],
)
def test_days(given, first, last):
    user, _ = make_learner()
    question = asked_reviews(scope_from(user, given, now=NOW), given)
    assert question.first == dt.date.fromisoformat(first)
    assert question.last == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"first": TODAY}, "today"),
        ({}, "in the last 7 days"),
        (
            {"first": "2026-02-24", "last": "2026-02-24"},
            "on Tuesday 24 February",
        ),
        (
            {"first": "2025-12-01", "last": "2025-12-07", "level": 4},
            "from Monday 1 December 2025 to Sunday 7 December 2025, rated 4 Mostly",
        ),
        (
            {"first": "2026-01-01", "only": "mature", "tag": "s3"},
            "since Thursday 1 January, of mature cards, tagged s3",
        ),
    ],
)
def test_words(given, words):
    user, _ = make_learner()
    assert asked(user, **given).words == words


def test_words_of_a_deck():
    user, deck = make_learner()
    assert asked(user, deck=deck.pk, first=TODAY).words == f"today, in {deck.title}"


@pytest.mark.parametrize(
    "given", [{"level": "6"}, {"level": "٣"}, {"only": "x"}, {"only": "9" * 5000}]
)
def test_what_is_no_choice_is_all(given):
    user, _ = make_learner()
    assert asked(user, **given).with_practice
