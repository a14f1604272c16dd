"""When it is morning, in every zone and through all that zones do."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.accounts.models import known_zones
from decks.mails.mornings import OPEN_FOR, last_morning, open_day
from decks.models import User

TICK = dt.timedelta(minutes=10)
ZONES = st.sampled_from(sorted(known_zones()))
STARTS = st.integers(0, 1439)
_2000 = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 37 * 365 * 24 * 60).map(
    lambda minutes: _2000 + dt.timedelta(minutes=minutes)
)


def ticks(begin: dt.datetime, days: int):
    return (begin + n * TICK for n in range(days * 24 * 6))


def planned(zone_at, begin: dt.datetime, days: int, start: int = 240):
    """Who asks every ten minutes and plans what is later than the last: when what."""
    done = dt.date.min
    for now in ticks(begin, days):
        day = open_day(zone_at(now), start, now=now)
        if day is not None and day > done:
            done = day
            yield now, day


@given(ZONES, STARTS, MOMENTS)
def test_each_date_has_its_morning_within_a_day(zone, start, begin) -> None:
    found = list(planned(lambda _: zone, begin, 4, start))
    assert len(found) >= 3
    for (earlier, day), (later, next_day) in itertools.pairwise(found):
        # A date that a zone left out has none (Apia, 30 December 2011).
        assert dt.timedelta(0) < next_day - day <= dt.timedelta(days=2)
        assert later - earlier <= dt.timedelta(hours=26)


@given(ZONES, STARTS, MOMENTS)
def test_it_is_never_before_the_morning_by_the_wall_nor_long_after(
    zone, start, now
) -> None:
    day = open_day(zone, start, now=now)
    if day is None:
        return
    morning = max(start, 420)
    wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    began = dt.datetime.combine(day, dt.time(*divmod(morning, 60)))
    # By the wall an hour more or less where the clock goes back or forth meanwhile.
    hour = dt.timedelta(hours=1)
    assert began - hour <= wall < began + OPEN_FOR + 25 * hour
    assert wall.date() == day or morning > 420


@given(ZONES, ZONES, MOMENTS, st.integers(0, 3 * 24))
def test_who_moves_has_no_date_twice_and_waits_no_longer_than_the_move(
    here, there, begin, after_hours
) -> None:
    moves_at = begin + dt.timedelta(hours=after_hours)
    found = list(planned(lambda now: here if now < moves_at else there, begin, 6))
    days = [day for _, day in found]
    assert days == sorted(set(days))
    for (earlier, _), (later, _) in itertools.pairwise(found):
        assert later - earlier <= dt.timedelta(hours=24 + 26)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Asia/Kathmandu", "2026-03-02T01:15"),  # 5:45 ahead
        ("Asia/Kolkata", "2026-03-02T01:30"),
        ("Australia/Lord_Howe", "2026-03-01T20:00"),
        ("Europe/Berlin", "2026-03-29T05:00"),  # an hour forward that night
        ("Europe/Berlin", "2026-10-25T06:00"),  # an hour back
        ("America/New_York", "2026-03-08T11:00"),
        ("Pacific/Chatham", "2026-04-04T18:15"),  # 12:45 ahead, an hour back
    ],
)
def test_it_opens_at_seven_by_the_wall(zone, utc) -> None:
    morning = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    day = morning.astimezone(ZoneInfo(zone)).date()
    assert open_day(zone, 240, now=morning) == day
    assert open_day(zone, 240, now=morning - dt.timedelta(seconds=1)) is None


def test_a_day_that_begins_late_has_a_late_morning() -> None:
    at = lambda hour: dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC)  # noqa: E731
    assert open_day("UTC", 11 * 60, now=at(10)) is None
    assert open_day("UTC", 11 * 60, now=at(11)) == dt.date(2026, 3, 2)
    assert open_day("UTC", 0, now=at(6)) is None


def test_a_site_that_was_down_sends_later_that_day_but_not_at_night() -> None:
    at = lambda day, hour: dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)  # noqa: E731
    assert open_day("UTC", 240, now=at(2, 20)) == dt.date(2026, 3, 2)
    assert open_day("UTC", 240, now=at(2, 21)) is None
    assert open_day("UTC", 240, now=at(3, 3)) is None
    assert open_day("UTC", 240, now=at(3, 7)) == dt.date(2026, 3, 3)


def test_in_a_zone_that_nobody_knows_days_are_those_of_utc() -> None:
    now = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    assert open_day("Mars/Phobos", 240, now=now) == dt.date(2026, 3, 2)
    assert last_morning(User(time_zone="Mars/Phobos"), now=now) == dt.date(2026, 3, 2)
