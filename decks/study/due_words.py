"""When a card comes back, in a few words: for rows of cards."""

import datetime as dt

from decks.scheduling.study_days import StudyCalendar


def due_words(due_at: dt.datetime, *, now: dt.datetime, calendar: StudyCalendar) -> str:
    """`Due now`, `Later today`, `Tomorrow`, `In 4 days`."""
    if due_at <= now:
        return "Due now"
    days = (calendar.day_of(due_at) - calendar.day_of(now)).days
    if days <= 0:
        return "Later today"
    return "Tomorrow" if days == 1 else f"In {days} days"
