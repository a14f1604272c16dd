"""Intervals in a few words: on the tiles and in the toast.

Days are said exactly up to 27, then weeks up to 11, months up to 23, and years in
halves, each rounded to the nearest. So no word is off by more than a seventh, and a
longer interval never reads as a shorter one.
"""

from decks.scheduling.schedule import Outcome

_WEEKS_FROM_DAYS = 28
_MONTHS_FROM_DAYS = 81
_YEARS_FROM_MONTHS = 24
_DAYS_A_MONTH = 365.25 / 12


def interval_words(outcome: Outcome) -> str:
    """`10 min`, `1 day`, `6 weeks`, `4 months`, `2.5 years`."""
    return given_words(outcome.interval_days, outcome.delay_minutes)


def given_words(interval_days: int, delay_minutes: int) -> str:
    """The same of what the log keeps: whole days, or a delay where there are none."""
    return day_words(interval_days) if interval_days else f"{delay_minutes} min"


def back_in_words(interval_days: int, delay_minutes: int) -> str:
    """`Back in 10 minutes.`, `Back tomorrow.`, `Back in 6 days.`

    Takes what the log keeps, so that a retry is answered in the words of the first.
    """
    if interval_days == 1:
        return "Back tomorrow."
    if interval_days:
        return f"Back in {day_words(interval_days)}."
    return f"Back in {_counted(delay_minutes, 'minute')}."


def day_words(days: int) -> str:
    """`1 day`, `6 weeks`, `4 months`, `2.5 years`."""
    months = round(days / _DAYS_A_MONTH)
    if days < _WEEKS_FROM_DAYS:
        return _counted(days, "day")
    if days < _MONTHS_FROM_DAYS:
        return _counted(round(days / 7), "week")
    if months < _YEARS_FROM_MONTHS:
        return _counted(months, "month")
    return _counted(round(days / 365.25 * 2) / 2, "year")


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"
