"""How days and numbers are said in the pictures and their tables. Pure."""

import datetime as dt
from functools import lru_cache


@lru_cache(maxsize=2048)
def day_words(day: dt.date) -> str:
    """`Tuesday 3 March`."""
    return f"{day:%A} {day.day} {day:%B}"


def date_words(day: dt.date) -> str:
    """`3 March`."""
    return f"{day.day} {day:%B}"


def short_date(day: dt.date) -> str:
    """`3 Mar`."""
    return f"{day.day} {day:%b}"


def stretch_words(first: dt.date, last: dt.date) -> str:
    """`2 to 8 March`, `30 March to 5 April`; of one day `Tuesday 3 March`."""
    if first == last:
        return day_words(first)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if is_one_month else date_words(first)
    return f"{start} to {date_words(last)}"
