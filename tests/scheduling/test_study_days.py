"""Each instant lies in exactly one study day, whatever a zone's clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.scheduling.study_days import StudyCalendar

from .clock_changes import ALL_ZONES, clock_changes, study_day_by_the_wall

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
FROM, TO = date(1990, 1, 1), date(2060, 12, 31)

calendars = st.builds(
    StudyCalendar, st.sampled_from(ALL_ZONES), st.integers(0, 24 * 60 - 1)
)
moments = st.datetimes(
    datetime.combine(FROM, time.min),
    datetime.combine(TO, time.max),
    timezones=st.just(UTC),
)
dates = st.dates(FROM, TO)


@st.composite
def calendars_near_a_change(draw):
    """A calendar and a moment up to two days from a change of its zone's clock."""
    zone = draw(st.sampled_from(ALL_ZONES).filter(clock_changes))
    change = draw(st.sampled_from(clock_changes(zone)))
    seconds = draw(st.integers(-172_800, 172_800) | st.sampled_from([-1, 0, 1]))
    start = draw(st.sampled_from([0, 60, 120, 150, 180, 240]) | st.integers(0, 1439))
    return StudyCalendar(zone, start), change + timedelta(seconds=seconds)


def assert_in_exactly_one_day(calendar: StudyCalendar, moment: datetime) -> None:
    day = calendar.day_of(moment)
    assert calendar.start_of(day) <= moment < calendar.start_of(day + DAY)
    assert day == study_day_by_the_wall(calendar, moment)


def assert_consistent(calendar: StudyCalendar, day: date) -> None:
    """The day begins with its first instant and follows the one before at once."""
    start = calendar.start_of(day)
    assert start.tzinfo is UTC
    assert calendar.start_of(day - DAY) <= start <= calendar.start_of(day + DAY)
    assert calendar.day_of(start - MICROSECOND) < day
    if calendar.start_of(day + DAY) > start:
        assert calendar.day_of(start) == day
    else:
        assert_was_left_out(calendar, day)


def assert_was_left_out(calendar: StudyCalendar, day: date) -> None:
    """No instant of the zone has this date: only then may a study day be empty."""
    zone = ZoneInfo(calendar.time_zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    hours = [noon + timedelta(hours=hour) for hour in range(-48, 49)]
    assert day not in {hour.astimezone(zone).date() for hour in hours}


@given(calendars, moments)
def test_any_moment_of_any_zone_lies_in_one_day(calendar, moment):
    assert_in_exactly_one_day(calendar, moment)


@pytest.mark.full
@given(calendars_near_a_change())
def test_a_moment_near_a_clock_change_lies_in_one_day(calendar_and_moment):
    assert_in_exactly_one_day(*calendar_and_moment)


@given(calendars, dates)
def test_any_day_of_any_zone_is_consistent(calendar, day):
    assert_consistent(calendar, day)


@given(calendars_near_a_change())
def test_days_near_a_clock_change_are_consistent(calendar_and_moment):
    calendar, moment = calendar_and_moment
    for shift in (-1, 0, 1):
        assert_consistent(calendar, moment.date() + shift * DAY)


@given(calendars, moments, st.integers(0, 4_000_000))
def test_a_later_moment_never_has_an_earlier_day(calendar, moment, seconds):
    later = moment + timedelta(seconds=seconds)
    assert calendar.day_of(moment) <= calendar.day_of(later)


@given(calendars, moments, st.sampled_from(ALL_ZONES))
def test_the_zone_in_which_a_moment_is_said_does_not_matter(calendar, moment, zone):
    said_elsewhere = moment.astimezone(ZoneInfo(zone))
    assert calendar.day_of(said_elsewhere) == calendar.day_of(moment)


@pytest.mark.full
@pytest.mark.parametrize("day_start_minutes", [0, 30, 60, 120, 150, 180, 240, 1439])
def test_every_clock_change_of_every_zone(day_start_minutes):
    for zone in ALL_ZONES:
        calendar = StudyCalendar(zone, day_start_minutes)
        for change in clock_changes(zone):
            for hours in (-25, -3, -1, 0, 1, 3, 25):
                assert_in_exactly_one_day(calendar, change + timedelta(hours=hours))
            for shift in (-1, 0, 1):
                assert_consistent(calendar, change.date() + shift * DAY)


@pytest.mark.parametrize(
    ("zone", "start", "day", "expected"),
    [
        ("Europe/Berlin", 240, "2026-11-24", "2026-11-24T03:00"),
        ("Asia/Kathmandu", 240, "2026-11-24", "2026-11-23T22:15"),  # UTC+5:45
        ("Pacific/Chatham", 240, "2026-11-24", "2026-11-23T14:15"),  # UTC+13:45
        ("Pacific/Chatham", 240, "2026-07-01", "2026-06-30T15:15"),  # UTC+12:45
        ("Australia/Lord_Howe", 240, "2026-04-05", "2026-04-04T17:30"),  # UTC+10:30
        ("Australia/Lord_Howe", 240, "2026-04-04", "2026-04-03T17:00"),  # UTC+11
        # Half an hour comes twice, from 1:30 on: the first 1:45 counts.
        ("Australia/Lord_Howe", 105, "2026-04-05", "2026-04-04T14:45"),
        # 2:15 is left out by half an hour: the day begins at 2:30.
        ("Australia/Lord_Howe", 135, "2026-10-04", "2026-10-03T15:30"),
        # 2:30 is left out: the day begins with the jump to 3:00.
        ("Europe/Berlin", 150, "2026-03-29", "2026-03-29T01:00"),
        # 2:30 comes twice: the first counts.
        ("Europe/Berlin", 150, "2026-10-25", "2026-10-25T00:30"),
        # Midnight itself is left out.
        ("America/Sao_Paulo", 0, "2018-11-04", "2018-11-04T03:00"),
        # At midnight the clock went back to 23:00: the new day waits for the second.
        ("America/Sao_Paulo", 0, "2018-02-18", "2018-02-18T03:00"),
        # Midnight comes twice.
        ("America/Havana", 0, "2026-11-01", "2026-11-01T04:00"),
        # Apia left out 30 December 2011.
        ("Pacific/Apia", 240, "2011-12-29", "2011-12-29T14:00"),
        ("Pacific/Apia", 240, "2011-12-30", "2011-12-30T10:00"),
        ("Pacific/Apia", 240, "2011-12-31", "2011-12-30T14:00"),
        ("Pacific/Apia", 0, "2011-12-30", "2011-12-30T10:00"),
        ("Pacific/Apia", 0, "2011-12-31", "2011-12-30T10:00"),
    ],
)
def test_where_a_day_begins(zone, start, day, expected):
    begins = StudyCalendar(zone, start).start_of(date.fromisoformat(day))
    assert begins == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "start", "moment", "expected"),
    [
        ("Europe/Berlin", 240, "2026-11-24T02:59:59", "2026-11-23"),
        ("Europe/Berlin", 240, "2026-11-24T03:00:00", "2026-11-24"),
        ("Asia/Kathmandu", 240, "2026-11-23T22:14:59", "2026-11-23"),
        ("Asia/Kathmandu", 240, "2026-11-23T22:15:00", "2026-11-24"),
        # 2:15 shows for the second time, after the day began at the first 2:30.
        ("Europe/Berlin", 150, "2026-10-25T01:15:00", "2026-10-25"),
        # 23:30 shows for the second time: the same day goes on.
        ("America/Sao_Paulo", 0, "2018-02-18T02:30:00", "2018-02-17"),
        # Apia's first hours of the 31st belong, with day start 4:00, to the 30th.
        ("Pacific/Apia", 240, "2011-12-30T09:59:59", "2011-12-29"),
        ("Pacific/Apia", 240, "2011-12-30T10:00:00", "2011-12-30"),
        ("Pacific/Apia", 240, "2011-12-30T14:00:00", "2011-12-31"),
        # With day start 0:00 no moment belongs to the 30th.
        ("Pacific/Apia", 0, "2011-12-30T09:59:59", "2011-12-29"),
        ("Pacific/Apia", 0, "2011-12-30T10:00:00", "2011-12-31"),
    ],
)
def test_which_day_a_moment_belongs_to(zone, start, moment, expected):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert StudyCalendar(zone, start).day_of(at) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 23), ("2026-10-24", 25), ("2026-06-01", 24)]
)
def test_a_day_lasts_an_hour_less_or_more_when_the_clock_changes(day, hours):
    calendar, first = StudyCalendar("Europe/Berlin"), date.fromisoformat(day)
    lasts = calendar.start_of(first + DAY) - calendar.start_of(first)
    assert lasts == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "\0"])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ValueError, match="no time zone named"):
        StudyCalendar(zone)


@pytest.mark.parametrize("minutes", [-1, 1440])
def test_a_day_start_outside_the_day_is_refused(minutes):
    with pytest.raises(ValueError, match="cannot start"):
        StudyCalendar("UTC", minutes)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="with a time zone"):
        StudyCalendar("UTC").day_of(datetime.combine(FROM, time.min))
