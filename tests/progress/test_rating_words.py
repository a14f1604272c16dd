"""What a row of the log says in words."""

import datetime as dt
from dataclasses import dataclass

import pytest

from decks.progress.rating_words import interval_given, taken_words
from tests.factories import NOW


@dataclass
class Row:
    interval_days: int
    due_at: dt.datetime | None
    reviewed_at: dt.datetime = NOW


@pytest.mark.parametrize(
    ("answer_ms", "words"),
    [
        (0, ""),
        (400, "under 1 s"),
        (4_000, "4 s"),
        (119_400, "119 s"),
        (119_600, "2 min"),
        (600_000, "10 min"),
    ],
)
def test_the_time_it_took(answer_ms, words):
    assert taken_words(answer_ms) == words


@pytest.mark.parametrize(
    ("days", "seconds", "words"),
    [(0, 600, "10 min"), (0, 20, "1 min"), (0, -5, "1 min"), (6, 0, "6 days")],
)
def test_the_interval_it_gave(days, seconds, words):
    due_at = NOW + dt.timedelta(seconds=seconds)
    assert interval_given(Row(days, due_at)) == words


def test_practice_gives_none():
    assert interval_given(Row(0, None)) == ""
