"""How fast and how much a learner studies, from the days that were counted."""

import dataclasses
import datetime as dt

from decks.accounts.models import User
from decks.scheduling.exam import TYPICAL_SECONDS
from decks.study import exam_statements
from decks.study.rows import fetch_all

KNOWN_FROM_RATINGS = 20
MINUTES_MIN, MINUTES_MAX = 10, 600
_SECONDS_DAYS, _MINUTES_DAYS = 30, 14


@dataclasses.dataclass(frozen=True, slots=True)
class Pace:
    """Ratings and the time they took in the last 30 study days, today with them, and
    the time of the last 14 before today."""

    ratings: int
    answer_ms: int
    lately_ms: int

    @property
    def seconds_per_review(self) -> float:
        """The learner's own, or what is typical where too little is known."""
        if self.ratings < KNOWN_FROM_RATINGS or not self.answer_ms:
            return TYPICAL_SECONDS
        return self.answer_ms / 1000 / self.ratings

    @property
    def minutes_a_day(self) -> int:
        """Whole minutes on cards, days without any counted in; at least 10."""
        minutes = round(self.lately_ms / 60_000 / _MINUTES_DAYS)
        return min(max(minutes, MINUTES_MIN), MINUTES_MAX)


def pace_parameters(user: User, *, today: dt.date) -> dict[str, object]:
    """What exam_statements.PACE needs."""
    return {
        "user": user.pk,
        "counted_from": today - dt.timedelta(days=_SECONDS_DAYS - 1),
        "lately_from": today - dt.timedelta(days=_MINUTES_DAYS),
        "yesterday": today - dt.timedelta(days=1),
    }


def pace_of(user: User, *, today: dt.date) -> Pace:
    """The learner's pace in all decks. One statement."""
    return Pace(*fetch_all(exam_statements.PACE, pace_parameters(user, today=today))[0])
