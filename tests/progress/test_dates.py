"""Days in words, and days in addresses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.dates import ahead_words, date_words, day_from
from tests.factories import NOW

TODAY = NOW.date()  # Monday 2 March 2026


def test_the_year_is_said_where_it_is_another():
    assert date_words(TODAY, today=TODAY) == "Monday 2 March"
    assert date_words(dt.date(2027, 6, 12), today=TODAY) == "Saturday 12 June 2027"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "tomorrow"), (17, "in 17 days")]
)
def test_how_far_ahead(days, words):
    assert ahead_words(days) == words


@given(st.dates())
def test_a_day_of_an_address_is_read(day):
    assert day_from(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", "2026-02-31", "20260302", "2026-W09-1", "x" * 5000, "٢٠٢٦-٠٣-٠٢"]
)
def test_what_is_no_day_is_none(text):
    assert day_from(text) is None
