"""A card's predicted recall over time, in the units of a viewBox. Pure."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from decks.progress.exam_chart import beside
from decks.progress.predicted import predicted_percent
from decks.scheduling.fsrs import retrievability

LEFT, RIGHT = 42, 44
"""Room for the labels of the axis, and for those at the end of the lines."""
DOT_Y, DOT_GAP = 10, 19
"""Ratings stand in one row above the curve, so far apart that each can be read."""
TOP_Y = 44
BELOW = 44
"""Room below the axis: a line of dates, and one for today."""
DAYS_AHEAD_MIN = 7

_STEP = 4
"""A point of the curve for so many units of width, ..."""
_STEPS_MIN, _STEPS_MAX = 4, 40
"""... from one rating to the next never fewer or more than these."""
_LABEL_HALF = 34
_GRID_PERCENTS = (100, 50)


@dataclasses.dataclass(frozen=True, slots=True)
class RatedDay:
    """A rating on a study day and S after it; None for a card that started over."""

    day: dt.date
    level: int
    stability_days: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class Dot:
    """A rating's dot; it stands beside its day where others would cover it, and a line
    leads from there to `day_x` on the curve. Level 0 is a start over."""

    x: float
    day_x: float
    level: int


@dataclasses.dataclass(frozen=True, slots=True)
class Plane:
    """Where days, from the first to the last one, and shares of 1 lie in the box."""

    width: int
    height: int
    first_day: dt.date
    last_day: dt.date

    @property
    def end_x(self) -> int:
        """Where days end: right of it stand the labels."""
        return self.width - RIGHT

    @property
    def base_y(self) -> int:
        """The axis: 0 %."""
        return self.height - BELOW

    def x(self, day: dt.date, after_days: float = 0.0) -> float:
        days = (day - self.first_day).days + after_days
        all_days = (self.last_day - self.first_day).days
        return round(LEFT + (self.end_x - LEFT) * days / all_days, 1)

    def y(self, share: float) -> float:
        return round(self.base_y - (self.base_y - TOP_Y) * share, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class CardChart:
    """The drawing: `past` and `ahead` are the curve until today and from there on.

    `changes` are the places of changes of the text, `end` is R on the last day: None,
    and `ahead` empty, for a card that is new again.
    """

    plane: Plane
    today: dt.date
    target_percent: int
    rating_count: int
    is_due_last: bool
    dots: list[Dot]
    changes: list[float]
    past: str
    ahead: str
    end: float | None

    @property
    def shown_count(self) -> int:
        """How many of all ratings are drawn, the latest ones."""
        return sum(1 for dot in self.dots if dot.level)

    @property
    def is_cut(self) -> bool:
        """Whether there are ratings before those that are drawn."""
        return self.shown_count < self.rating_count

    @property
    def dates(self) -> str:
        """How the days are written, as Django's `date` filter has it."""
        plane = self.plane
        years = {plane.first_day.year, plane.last_day.year, self.today.year}
        return "j M" if len(years) == 1 else "j M Y"

    @property
    def dates_y(self) -> int:
        """The line of the first and the last day, below the axis."""
        return self.plane.base_y + 18

    @property
    def today_y(self) -> int:
        """The line below, today's own."""
        return self.plane.base_y + 36

    @property
    def today_x(self) -> float:
        return self.plane.x(self.today)

    @property
    def today_label_x(self) -> float:
        """The middle of today's label, which stays in the box."""
        return min(max(self.today_x, _LABEL_HALF), self.plane.width - _LABEL_HALF)

    @property
    def grid(self) -> list[tuple[int, float]]:
        """The lines above the axis: percent and height."""
        return [(percent, self.plane.y(percent / 100)) for percent in _GRID_PERCENTS]

    @property
    def target_y(self) -> float:
        return self.plane.y(self.target_percent / 100)

    @property
    def end_percent(self) -> int | None:
        return None if self.end is None else predicted_percent(100 * self.end)

    @property
    def end_y(self) -> float:
        return self.plane.y(self.end or 0.0)

    @property
    def end_label_y(self) -> float:
        """Its label's line, which leaves that of the target readable."""
        return beside(self.end_y, self.target_y) + 4


def card_chart(
    ratings: Sequence[RatedDay],
    *,
    changed_on: Sequence[dt.date],
    today: dt.date,
    due_day: dt.date | None,
    target_percent: int,
    size: tuple[int, int],
) -> CardChart:
    """The curve through these ratings, one at least, oldest first, in a box of this
    width and height: from the first that finds room to the day that the card is due, or
    to DAYS_AHEAD_MIN days from now.

    Where a zone has moved, a rating may lie before the one before it, or after today:
    such a day is put right, so that the line never runs back.
    """
    shown = _in_order(ratings)[-_room(size[0]) :]
    first_day, now = shown[0].day, max(today, shown[-1].day)
    last_day = max(now + dt.timedelta(days=DAYS_AHEAD_MIN), due_day or now)
    plane = Plane(*size, first_day, last_day)
    past, ahead = _paths(plane, shown, now=now)
    return CardChart(
        plane=plane,
        today=now,
        target_percent=target_percent,
        rating_count=sum(1 for one in ratings if one.level),
        is_due_last=last_day == due_day,
        dots=_dots([plane.x(one.day) for one in shown], shown, plane.end_x),
        changes=[plane.x(day) for day in changed_on if first_day <= day <= now],
        past=past,
        ahead=ahead,
        end=_end(shown[-1], last_day),
    )


def _room(width: int) -> int:
    """How many dots find room side by side."""
    return (width - RIGHT - LEFT) // DOT_GAP + 1


def _in_order(ratings: Sequence[RatedDay]) -> list[RatedDay]:
    found: list[RatedDay] = []
    for one in ratings:
        is_back = bool(found) and one.day < found[-1].day
        found.append(dataclasses.replace(one, day=found[-1].day) if is_back else one)
    return found


def _end(latest: RatedDay, last_day: dt.date) -> float | None:
    """R at the end of the drawing."""
    if latest.stability_days is None:
        return None
    return retrievability(latest.stability_days, (last_day - latest.day).days)


def _paths(plane: Plane, shown: Sequence[RatedDay], *, now: dt.date) -> tuple[str, str]:
    past = [
        list(_falling(plane, one, 0, (after.day - one.day).days))
        for one, after in pairwise(shown)
    ]
    latest = shown[-1]
    elapsed = (now - latest.day).days
    past.append(list(_falling(plane, latest, 0, elapsed)))
    until_end = (plane.last_day - latest.day).days
    ahead = list(_falling(plane, latest, elapsed, until_end))
    return _path(past), _path([ahead])


def _falling(
    plane: Plane, rated: RatedDay, from_days: int, to_days: int
) -> Iterator[tuple[float, float]]:
    """Points of the curve after a rating; closer together where it is steep."""
    if rated.stability_days is None:
        return
    span = plane.x(rated.day, to_days) - plane.x(rated.day, from_days)
    steps = min(_STEPS_MAX, max(_STEPS_MIN, int(span / _STEP)))
    if from_days == to_days:
        steps = 0
    for step in range(steps + 1):
        share = (step / steps) ** 2 if steps else 0.0
        days = from_days + (to_days - from_days) * share
        recall = retrievability(rated.stability_days, days)
        yield plane.x(rated.day, days), plane.y(recall)


def _path(stretches: Sequence[Sequence[tuple[float, float]]]) -> str:
    """One line; it is taken up anew after a card was started over."""
    parts, is_drawn = [], False
    for points in stretches:
        if points:
            line = " L".join(f"{x:g} {y:g}" for x, y in points)
            parts.append(f"{'L' if is_drawn else 'M'}{line}")
        is_drawn = bool(points)
    return " ".join(parts)


def _dots(places: Sequence[float], shown: Sequence[RatedDay], end_x: int) -> list[Dot]:
    return [
        Dot(x, day_x, one.level)
        for x, day_x, one in zip(_apart(places, end_x), places, shown, strict=True)
    ]


def _apart(places: Sequence[float], end_x: int) -> list[float]:
    """These places, in their order, moved as little as leaves DOT_GAP between them.

    Where they are too near to one another they form a block, which stands around the
    mean of where its places want it (pool adjacent violators).
    """
    blocks: list[tuple[float, int]] = []  # where it wants to stand, of how many
    for index, place in enumerate(places):
        wanted, count = place - index * DOT_GAP, 1
        while blocks and blocks[-1][0] > wanted:
            before, more = blocks.pop()
            wanted = (before * more + wanted * count) / (more + count)
            count += more
        blocks.append((wanted, count))
    last = end_x - (len(places) - 1) * DOT_GAP
    starts = [
        min(max(start, LEFT), last) for start, count in blocks for _ in range(count)
    ]
    return [round(start + index * DOT_GAP, 1) for index, start in enumerate(starts)]
