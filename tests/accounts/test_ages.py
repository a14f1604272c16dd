"""How long ago something was, as pages say it."""

import datetime as dt

import pytest
from django.utils import timezone

from decks.accounts.ages import age_in_words

NOW = dt.datetime(2026, 6, 20, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (dt.timedelta(seconds=-5), "just now"),
        (dt.timedelta(seconds=59), "just now"),
        (dt.timedelta(seconds=60), "1 minute ago"),
        (dt.timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (dt.timedelta(hours=1), "1 hour ago"),
        (dt.timedelta(hours=23, minutes=59), "23 hours ago"),
        (dt.timedelta(days=1), "1 day ago"),
        (dt.timedelta(days=6, hours=23), "6 days ago"),
        (dt.timedelta(days=7), "13 June 2026"),
        (dt.timedelta(days=400), "16 May 2025"),
    ],
)
def test_an_age_in_words(age: dt.timedelta, words: str) -> None:
    assert age_in_words(NOW - age, NOW) == words


def test_the_date_is_the_readers() -> None:
    then = dt.datetime(2026, 6, 1, 20, 0, tzinfo=dt.UTC)
    with timezone.override("Asia/Tokyo"):
        assert age_in_words(then, NOW) == "2 June 2026"
