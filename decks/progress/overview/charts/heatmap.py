"""The calendar of reviews: a column for each week, a cell for each day. Pure."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from decks.cards.plurals import counted
from decks.progress.overview.charts.hits import Hit
from decks.progress.overview.charts.words import day_words
from decks.progress.overview.figures import DayFigures, Period

PHONE_WEEKS = 12
_LEFT, _TOP = 42, 24
_CELL, _GAP, _RADIUS = 25, 4, 5
_SMALL_GAP = 2
_RING = 2
_STEPS, _TOP_SHARE = 4, 0.9
_FULL_WEEKS, _FULL_WIDTH = 26, 794
_LABEL_ROOM = 40
"""Two names of months closer than this would run into each other."""
_WEEKDAYS = ((0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun"))


class Link(Protocol):
    """The query of the reviews from a day to another, all or `only` some."""

    def __call__(self, first: dt.date, last: dt.date, *, only: str = ...) -> str: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: where it stands, how dark (0 to 4), what its title says, where it leads.

    A query is "" where there is nothing to see.
    """

    figures: DayFigures
    x: float
    y: float
    step: int
    words: str
    query: str
    practice_query: str
    new_query: str

    @property
    def name(self) -> str:
        """`Tuesday 3 March`."""
        return day_words(self.figures.day)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a month or of a weekday; `anchor` as in SVG."""

    x: float
    y: float
    words: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Ring:
    """Around today's cell."""

    x: float
    y: float
    size: float
    radius: float


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The calendar in a `width` by `height` box. `step_words` say what each step means,
    the lightest first; the last cell is today."""

    width: float
    height: float
    size: float
    radius: float
    weeks: int
    cells: list[Cell]
    months: list[Label]
    weekdays: list[Label]
    ring: Ring
    step_words: list[str]
    words: str

    @property
    def steps(self) -> list[tuple[int, str]]:
        """Of each step all its cells as one path."""
        return [(step, self._path(step)) for step in range(_STEPS + 1)]

    def _path(self, step: int) -> str:
        across = round(self.size - 2 * self.radius, 1)
        r = self.radius
        corners = f"a{r} {r} 0 0 1 "
        cell = (
            f"h{across}{corners}{r} {r}v{across}{corners}-{r} {r}"
            f"h-{across}{corners}-{r} -{r}v-{across}{corners}{r} -{r}z"
        )
        return "".join(
            f"M{round(one.x + r, 1)} {one.y}{cell}"
            for one in self.cells
            if one.step == step
        )

    @property
    def hits(self) -> list[Hit]:
        """The days with ratings."""
        size = self.size
        return [
            Hit(one.x, one.y, size, size, one.words, one.query) for one in self.studied
        ]

    @property
    def studied(self) -> list[Cell]:
        """The days with ratings, the latest first: the rows of the table."""
        return [cell for cell in reversed(self.cells) if cell.figures.ratings]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Sizes: cells of 25 where up to 26 weeks are shown, smaller ones for more."""

    weeks: int

    @property
    def width(self) -> float:
        if self.weeks > PHONE_WEEKS:
            return _FULL_WIDTH
        return _LEFT + self.weeks * (_CELL + _GAP) - _GAP + _RING

    @property
    def gap(self) -> float:
        return _GAP if self.weeks <= _FULL_WEEKS else _SMALL_GAP

    @property
    def pitch(self) -> float:
        """From one cell to the next."""
        if self.weeks <= _FULL_WEEKS:
            return _CELL + _GAP
        return (self.width - _LEFT - _RING + self.gap) / self.weeks

    @property
    def size(self) -> float:
        return round(self.pitch - self.gap, 1)

    @property
    def height(self) -> float:
        return round(_TOP + 7 * self.pitch - self.gap + _RING, 1)

    @property
    def radius(self) -> float:
        return round(_RADIUS * self.size / _CELL, 1)

    def x(self, week: int) -> float:
        return round(_LEFT + week * self.pitch, 1)

    def y(self, weekday: int) -> float:
        return round(_TOP + weekday * self.pitch, 1)


def heatmap(period: Period, *, top: int, link: Link) -> Heatmap:
    """The calendar of all days of the period; `top` as `darkest` finds it."""
    grid = _Grid(len(period.weeks))
    cells = [_cell(day, n, grid, top, link) for n, day in enumerate(period.days)]
    return Heatmap(
        width=grid.width,
        height=grid.height,
        size=grid.size,
        radius=grid.radius,
        weeks=grid.weeks,
        cells=cells,
        months=_months(period, grid),
        weekdays=[_weekday(row, name, grid) for row, name in _WEEKDAYS],
        ring=_ring(cells[-1], grid),
        step_words=_step_words(top),
        words=_words(period, grid.weeks),
    )


def darkest(days: Sequence[DayFigures]) -> int:
    """Of so many ratings three quarters make a day one of the darkest; 0 without any.

    The ninth tenth of the learner's own days with ratings, and never the busiest but of
    a single one: twice as dark is about twice as much, and one day of cramming does not
    pale all others. Shares of it, not quantiles: who does the same every day sees so.
    """
    counts = sorted(day.ratings for day in days if day.ratings)
    return counts[int(_TOP_SHARE * (len(counts) - 1))] if counts else 0


def step_of(ratings: int, top: int) -> int:
    """0 for none, then 1 to 4 by quarters of `top`."""
    if not ratings:
        return 0
    return min(_STEPS, -(-_STEPS * ratings // top))


def _step_words(top: int) -> list[str]:
    """`none`, `1 to 5` and so on; steps that no number falls into are left empty."""
    edges = [top * step // _STEPS for step in range(_STEPS)]
    ranges = itertools.pairwise(edges)
    words = ["" if low == high else _range(low + 1, high) for low, high in ranges]
    return ["none", *words, f"{edges[-1] + 1:,} or more" if top else ""]


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _cell(day: DayFigures, n: int, grid: _Grid, top: int, link: Link) -> Cell:
    week, weekday = divmod(n, 7)
    ends = day.day, day.day
    return Cell(
        figures=day,
        x=grid.x(week),
        y=grid.y(weekday),
        step=step_of(day.ratings, top),
        words=f"{day_words(day.day)}: {_done(day)}",
        query=link(*ends) if day.ratings else "",
        practice_query=link(*ends, only="practice") if day.practice else "",
        new_query=link(*ends, only="new") if day.new_cards else "",
    )


def _done(day: DayFigures) -> str:
    """`12 reviews, 5 in practice`."""
    if not day.ratings:
        return "no reviews"
    reviews = counted(day.reviews, "review")
    return f"{reviews}, {day.practice:,} in practice" if day.practice else reviews


def _months(period: Period, grid: _Grid) -> list[Label]:
    """A name above the week with the month's first day; the month in which the first
    week begins has one if there is room before the next."""
    starts = [(0, period.first)]
    starts += [
        (n // 7, day.day) for n, day in enumerate(period.days) if day.day.day == 1
    ]
    if len(starts) > 1 and grid.x(starts[1][0]) - _LEFT < _LABEL_ROOM:
        starts = starts[1:]
    return [_month(grid, week, f"{day:%b}") for week, day in starts]


def _month(grid: _Grid, week: int, words: str) -> Label:
    """At the right end the name ends with the calendar."""
    x = grid.x(week)
    if x + _LABEL_ROOM > grid.width:
        return Label(round(grid.width - _RING, 1), _TOP - 12, words, "end")
    return Label(x, _TOP - 12, words)


def _weekday(row: int, words: str, grid: _Grid) -> Label:
    return Label(0, round(grid.y(row) + grid.size / 2 + 4.5, 1), words)


def _ring(cell: Cell, grid: _Grid) -> Ring:
    return Ring(
        x=round(cell.x - _RING, 1),
        y=round(cell.y - _RING, 1),
        size=grid.size + 2 * _RING,
        radius=grid.radius + _RING,
    )


def _words(period: Period, weeks: int) -> str:
    """One sentence with the numbers that the picture shows."""
    busiest = max(period.days, key=lambda day: day.ratings)
    if not busiest.ratings:
        return f"No reviews in the last {weeks} weeks."
    return (
        f"Reviews a day over the last {weeks} weeks: {_done(period.total)}, "
        f"on {period.studied_days:,} of {counted(len(period.days), 'day')}, "
        f"the most on {day_words(busiest.day)}, {_done(busiest)}."
    )
