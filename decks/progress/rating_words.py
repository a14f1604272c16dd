"""What a row of the log says in words: the time it took, the interval it gave. Pure."""

import datetime as dt
from typing import Protocol

from decks.scheduling.words import given_words

_MINUTE = dt.timedelta(minutes=1)


class Given(Protocol):
    """What a rating gave: whole days, or a moment of the same day; practice nothing."""

    @property
    def interval_days(self) -> int: ...
    @property
    def reviewed_at(self) -> dt.datetime: ...
    @property
    def due_at(self) -> dt.datetime | None: ...


def taken_words(answer_ms: int) -> str:
    """`4 s`, from two minutes on `3 min`, `under 1 s`; empty where none was taken."""
    if not answer_ms:
        return ""
    seconds = round(answer_ms / 1000)
    if not seconds:
        return "under 1 s"
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


def interval_given(row: Given) -> str:
    """`6 days`, `10 min` (1 at least); empty where the rating gave none."""
    if row.due_at is None:
        return ""
    minutes = max(1, round((row.due_at - row.reviewed_at) / _MINUTE))
    return given_words(row.interval_days, minutes)
