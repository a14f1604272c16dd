"""When a learner's mail goes out: after seven in the morning of their own day."""

import datetime as dt

from decks.accounts.models import User
from decks.scheduling.study_days import StudyCalendar
from decks.study.learners import calendar_of

MORNING_MINUTES = 7 * 60
OPEN_FOR = dt.timedelta(hours=14)
"""What was not sent so long after a morning is not sent at all: nobody is mailed at
night, and a new morning comes."""


def last_morning(user: User, *, now: dt.datetime) -> dt.date:
    """The local date whose morning was the latest, by the learner's clock."""
    return _mornings(user.time_zone, user.day_start_minutes).day_of(now)


def open_day(
    time_zone: str, day_start_minutes: int, *, now: dt.datetime
) -> dt.date | None:
    """The local date whose mail may go out now; None from the evening on.

    It is the study day too: in a day that begins late, the morning does as well, since
    until then it is yesterday's cards that wait.
    """
    mornings = _mornings(time_zone, day_start_minutes)
    day = mornings.day_of(now)
    return day if now < mornings.start_of(day) + OPEN_FOR else None


def morning_minutes(day_start_minutes: int) -> int:
    """Minutes after midnight by the wall clock."""
    return max(day_start_minutes, MORNING_MINUTES)


def _mornings(time_zone: str, day_start_minutes: int) -> StudyCalendar:
    """Days that begin with their morning: `StudyCalendar` knows what a zone may do."""
    minutes = morning_minutes(day_start_minutes)
    return calendar_of(User(time_zone=time_zone, day_start_minutes=minutes))
