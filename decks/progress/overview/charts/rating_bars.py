"""Reviews by rating, 1 at the bottom to 5 at the top, by day or by week. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

from decks.cards.plurals import counted
from decks.progress.overview.charts.axis import (
    Columns,
    Scale,
    Tick,
    count_ticks,
    count_words,
    placed,
    room_for,
)
from decks.progress.overview.charts.hits import Hit
from decks.progress.overview.charts.words import (
    day_words,
    short_date,
    stretch_words,
)
from decks.progress.overview.figures import (
    DAILY_UP_TO_WEEKS,
    DayFigures,
    Period,
    Stretch,
)
from decks.scheduling.levels import Level

WIDTH = 496
_TOP_Y, _BASE_Y = 12, 176
_SEAM = 1
_SEAM_FROM = 2.0
"""A lower part has no seam: it would be all seam."""


class Link(Protocol):
    """The query of the reviews of these days, all or those of a level."""

    def __call__(
        self, first: dt.date, last: dt.date, *, level: int | None = None
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Part:
    """The ratings of one level within a column, with the seam left free below it."""

    level: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day or week; `parts` are of levels that were given, the lowest first.

    `slot_x` is where its share of the width begins. `query` is "" where nothing was
    reviewed.
    """

    stretch: Stretch
    x: float
    slot_x: float
    parts: list[Part]
    words: str
    query: str
    level_queries: tuple[str, ...]

    @property
    def figures(self) -> DayFigures:
        return self.stretch.figures

    @property
    def name(self) -> str:
        """`Tuesday 3 March`, `2 to 8 March`."""
        return stretch_words(self.stretch.first, self.stretch.last)

    @property
    def level_counts(self) -> list[tuple[int, str]]:
        """Of each level how often it was given, and where those reviews are."""
        return list(zip(self.figures.levels, self.level_queries, strict=True))


@dataclass(frozen=True, slots=True)
class RatingBars:
    """The chart in a 496 by 200 box: `column_width` of a bar, `slot_width` of a column
    with the gap beside it."""

    is_weekly: bool
    left: float
    column_width: float
    slot_width: float
    columns: list[Column]
    ticks: list[Tick]
    middle_x: float
    words: str

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Of each level all its parts as one path."""
        return [(level, self._path(level)) for level in range(1, 6)]

    def _path(self, level: int) -> str:
        return "".join(
            f"M{column.x} {part.y}h{self.column_width}v{part.height}"
            f"h-{self.column_width}z"
            for column in self.columns
            for part in column.parts
            if part.level == level
        )

    @property
    def x_words(self) -> tuple[str, str, str]:
        """Under the first column, the middle and the last one."""
        first, middle = self.columns[0], self.columns[len(self.columns) // 2]
        return (
            short_date(first.stretch.first),
            short_date(middle.stretch.first),
            "This week" if self.is_weekly else "Today",
        )

    @property
    def hits(self) -> list[Hit]:
        """The columns with reviews, from the axis to the top."""
        place = _TOP_Y, self.slot_width, _BASE_Y - _TOP_Y
        return [Hit(one.slot_x, *place, one.words, one.query) for one in self.studied]

    @property
    def studied(self) -> list[Column]:
        """The columns with reviews, the latest first: the rows of the table."""
        return [column for column in reversed(self.columns) if column.figures.reviews]


def rating_bars(period: Period, *, link: Link) -> RatingBars:
    """A column for each day, of more than 12 weeks for each week."""
    is_weekly = len(period.weeks) > DAILY_UP_TO_WEEKS
    stretches = period.weeks if is_weekly else period.single_days
    ticks = count_ticks(max(one.figures.reviews for one in stretches))
    tick_words = [count_words(tick) for tick in ticks]
    slots = Columns(len(stretches), left=room_for(tick_words), right=WIDTH)
    scale = Scale(0, ticks[-1], base_y=_BASE_Y, top_y=_TOP_Y)
    columns = [
        _column(stretch, slots, n, scale, link) for n, stretch in enumerate(stretches)
    ]
    return RatingBars(
        is_weekly=is_weekly,
        left=slots.left,
        column_width=slots.bar,
        slot_width=slots.slot,
        columns=columns,
        ticks=placed(ticks, scale, tick_words),
        middle_x=slots.middle(len(columns) // 2),
        words=_words(period, columns, is_weekly),
    )


def _column(
    stretch: Stretch, slots: Columns, n: int, scale: Scale, link: Link
) -> Column:
    figures = stretch.figures
    ends = stretch.first, stretch.last
    return Column(
        stretch=stretch,
        x=slots.x(n),
        slot_x=slots.slot_x(n),
        parts=_parts(figures.levels, scale),
        words=f"{stretch_words(*ends)}: {_done(figures)}",
        query=link(*ends) if figures.reviews else "",
        level_queries=tuple(
            link(*ends, level=level) if count else ""
            for level, count in enumerate(figures.levels, start=1)
        ),
    )


def _parts(levels: Sequence[int], scale: Scale) -> list[Part]:
    edges = [scale.y(count) for count in accumulate(levels, initial=0)]
    parts: list[Part] = []
    pairs = enumerate(zip(levels, pairwise(edges), strict=True), start=1)
    for level, (count, (bottom, top)) in pairs:
        if count:
            height = bottom - top
            seam = _SEAM if parts and height >= _SEAM_FROM else 0
            parts.append(Part(level, round(top, 1), round(height - seam, 1)))
    return parts


def _done(figures: DayFigures) -> str:
    """`34 reviews, 3 not at all, 31 perfectly`."""
    if not figures.reviews:
        return "no reviews"
    return f"{counted(figures.reviews, 'review')}, {_by_level(figures)}"


def _by_level(figures: DayFigures) -> str:
    return ", ".join(
        f"{count:,} {level.word.lower()}"
        for level, count in zip(Level, figures.levels, strict=True)
        if count
    )


def _words(period: Period, columns: Sequence[Column], is_weekly: bool) -> str:
    """One sentence with the numbers that the picture shows."""
    weeks = f"the last {len(period.weeks)} weeks"
    if not period.total.reviews:
        return f"No reviews in {weeks}."
    busiest = max(columns, key=lambda column: column.figures.reviews)
    when = "in the week of" if is_weekly else "on"
    named = busiest.name if is_weekly else day_words(busiest.stretch.first)
    return (
        f"Reviews a {'week' if is_weekly else 'day'} by rating over {weeks}: "
        f"{_done(period.total)}; the most {when} {named}, "
        f"{busiest.figures.reviews:,}."
    )
