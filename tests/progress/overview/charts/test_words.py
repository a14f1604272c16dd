"""Days and numbers as they are said."""

import datetime as dt

import pytest

from decks.progress.overview.charts.words import stretch_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 3, 3), dt.date(2026, 3, 3), "Tuesday 3 March"),
        (dt.date(2026, 3, 2), dt.date(2026, 3, 8), "2 to 8 March"),
        (dt.date(2026, 3, 30), dt.date(2026, 4, 5), "30 March to 5 April"),
        (dt.date(2025, 12, 29), dt.date(2026, 1, 4), "29 December to 4 January"),
        (dt.date(2025, 3, 30), dt.date(2026, 3, 1), "30 March to 1 March"),
    ],
)
def test_a_stretch_of_days(first, last, words):
    assert stretch_words(first, last) == words
