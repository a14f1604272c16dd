"""What the Progress page shows, as numbers: filled by queries, drawn by `charts`. Pure.

Days are study days. Counts are of live ratings; practice is counted apart and is never
part of recall.
"""

import datetime as dt
import functools
from dataclasses import dataclass

from decks.progress.overview.intervals import share_interval
from decks.scheduling.percents import whole_percent

RECALL_KNOWN_FROM = 20
"""Fewer reviews say nothing about recall: "not enough reviews yet"."""

DAILY_UP_TO_WEEKS = 12
"""Of more weeks a picture has a column or a point for each week, not for each day."""


@dataclass(frozen=True, slots=True)
class Recall:
    """How many reviews, a day or more after the card's last, were rated 3 to 5."""

    count: int = 0
    recalled: int = 0

    def __add__(self, other: "Recall") -> "Recall":
        return Recall(self.count + other.count, self.recalled + other.recalled)

    @property
    def is_known(self) -> bool:
        """Whether there are enough reviews to say a number."""
        return self.count >= RECALL_KNOWN_FROM

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing was asked."""
        return self.recalled / self.count if self.count else 0.0

    @property
    def percent(self) -> int:
        """As it is said: whole, and 100 only of all."""
        return whole_percent(self.recalled, self.count)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson), from 0 to 1."""
        return share_interval(self.recalled, self.count)

    @property
    def interval_percent(self) -> tuple[int, int]:
        """The same in whole percent."""
        low, high = self.interval
        most = 100 if self.recalled == self.count else 99
        return round(100 * low), min(most, round(100 * high))


NO_RECALL = Recall()


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One study day, or a stretch of them that begins with `day`.

    `levels` are ratings 1 to 5 without practice; `answer_ms` is the time of both.
    """

    day: dt.date
    levels: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    practice: int = 0
    answer_ms: int = 0
    new_cards: int = 0
    young: Recall = NO_RECALL
    mature: Recall = NO_RECALL

    @property
    def reviews(self) -> int:
        """Ratings without practice."""
        return sum(self.levels)

    @property
    def ratings(self) -> int:
        """All of them: what a day of the calendar is coloured by."""
        return self.reviews + self.practice

    @property
    def recall(self) -> Recall:
        return self.young + self.mature

    @property
    def minutes(self) -> int:
        return round(self.answer_ms / 60_000)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column of a chart: the figures of the days from `first` to `last`."""

    first: dt.date
    last: dt.date
    figures: DayFigures


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many cards are expected to fall due on a day to come (today: with what is due
    already), as if each is answered at its R; a mean, so not whole."""

    day: dt.date
    expected: float

    @property
    def count(self) -> int:
        return round(self.expected)


@dataclass(frozen=True, slots=True)
class ExamMark:
    """An exam within the days that are drawn: `Lambda`, or `2 exams`."""

    day: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class MasteryPoint:
    """The cards by level at the end of a day: 0 for new, then 1 to 5."""

    day: dt.date
    counts: tuple[int, int, int, int, int, int]

    @property
    def card_count(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Target:
    """The wanted recall in percent; of decks that want different ones a range."""

    low: int
    high: int

    @property
    def is_one(self) -> bool:
        return self.low == self.high

    @property
    def words(self) -> str:
        """`90%`; of a range both ends."""
        return f"{self.low}%" if self.is_one else f"{self.low}–{self.high}%"


@dataclass(frozen=True)
class Period:
    """All days of the weeks that are shown, the first a Monday, the last today."""

    today: dt.date
    days: list[DayFigures]

    @property
    def first(self) -> dt.date:
        return self.days[0].day

    @functools.cached_property
    def total(self) -> DayFigures:
        """The figures of all days together."""
        return summed(self.days)

    @functools.cached_property
    def single_days(self) -> list[Stretch]:
        """Day by day, as columns."""
        return [Stretch(day.day, day.day, day) for day in self.days]

    @functools.cached_property
    def weeks(self) -> list[Stretch]:
        """Week by week, the last one as far as it has come."""
        chunks = [self.days[start : start + 7] for start in range(0, len(self.days), 7)]
        return [Stretch(week[0].day, week[-1].day, summed(week)) for week in chunks]

    def last_weeks(self, weeks: int) -> "Period":
        """The last so many of its weeks, or all where there are fewer."""
        kept = self.weeks[-weeks:]
        return Period(self.today, self.days[(kept[0].first - self.first).days :])

    @property
    def studied_days(self) -> int:
        return sum(1 for day in self.days if day.ratings)


def summed(days: list[DayFigures]) -> DayFigures:
    """The figures of these days together, dated by the first; one at least."""
    levels = tuple(sum(day.levels[n] for day in days) for n in range(5))
    young = mature = NO_RECALL
    for day in days:
        young, mature = young + day.young, mature + day.mature
    return DayFigures(
        day=days[0].day,
        levels=levels,  # type: ignore[arg-type]
        practice=sum(day.practice for day in days),
        answer_ms=sum(day.answer_ms for day in days),
        new_cards=sum(day.new_cards for day in days),
        young=young,
        mature=mature,
    )
