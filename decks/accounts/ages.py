"""How long ago something was, in words."""

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as in_words

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_DAYS_COUNTED = 7


def age_in_words(then: dt.datetime, now: dt.datetime) -> str:
    """`just now`, `2 hours ago`, within a week `5 days ago`, later `12 June 2026`.

    The date is that of the time zone in use. What lies ahead (clocks differ) is now.
    """
    age_s = (now - then).total_seconds()
    if age_s < _MINUTE_S:
        return "just now"
    if age_s < _HOUR_S:
        return _counted(age_s // _MINUTE_S, "minute")
    if age_s < _DAY_S:
        return _counted(age_s // _HOUR_S, "hour")
    if age_s < _DAYS_COUNTED * _DAY_S:
        return _counted(age_s // _DAY_S, "day")
    return in_words(timezone.localtime(then), "j F Y")


def _counted(number: float, unit: str) -> str:
    return f"{number:.0f} {unit}{'' if number == 1 else 's'} ago"
