"""The changes of every zone's clock, and a second way to find a study day by them."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from decks.scheduling.study_days import StudyCalendar

ALL_ZONES = sorted(available_timezones())
MICROSECOND = timedelta(microseconds=1)
# Longer than any clock ever went back.
MEMORY = timedelta(days=2)


@cache
def clock_changes(zone_name: str) -> list[datetime]:
    """The instants from 1990 to 2060 at which the zone's offset changes, in UTC."""
    zone, week = ZoneInfo(zone_name), timedelta(days=7)
    weeks = [datetime(1990, 1, 1, tzinfo=UTC) + week * each for each in range(3700)]
    return [
        _change_between(zone, earlier, later)
        for earlier, later in pairwise(weeks)
        if _offset(zone, earlier) != _offset(zone, later)
    ]


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def study_day_by_the_wall(calendar: StudyCalendar, moment: datetime) -> date:
    """The latest date, less the day start, that the wall clock has shown so far."""
    zone = ZoneInfo(calendar.time_zone)
    before_changes = [
        change - MICROSECOND
        for change in clock_changes(calendar.time_zone)
        if moment - MEMORY < change <= moment
    ]
    shown = [each.astimezone(zone).replace(tzinfo=None) for each in before_changes]
    shown.append(moment.astimezone(zone).replace(tzinfo=None))
    return (max(shown) - timedelta(minutes=calendar.day_start_minutes)).date()
