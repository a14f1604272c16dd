"""Recall against the target: of young and of mature cards, and how sure it is. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decks.cards.plurals import counted
from decks.progress.overview.charts.axis import Scale, Tick, percent_ticks, placed
from decks.progress.overview.charts.hits import Hit
from decks.progress.overview.charts.recall_series import (
    DRAWN_FROM,
    Place,
    Series,
    is_drawn,
    series_of,
)
from decks.progress.overview.charts.words import short_date, stretch_words
from decks.progress.overview.figures import (
    RECALL_KNOWN_FROM,
    DayFigures,
    Period,
    Recall,
    Stretch,
    Target,
    summed,
)

WEEKS_A_POINT = {26: 2, 52: 4}
"""Of fewer weeks a point is one week; the points share no review with each other."""

LEFT, RIGHT = 40, 400
_TOP_Y, _BASE_Y = 12, 176
_LABEL_APART = 19
_TO_BASELINE = 4
NOT_ENOUGH = (
    f"Not enough reviews yet. This needs {RECALL_KNOWN_FROM} of them, "
    "each a day or more after the card’s last."
)

Link = Callable[..., str]
"""The query of the reviews from a day to another, `only` of young or mature cards."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of time with the recall of both kinds; `words` are its title, and
    `query` leads to all reviews of the time."""

    stretch: Stretch
    x: float
    slot_x: float
    name: str
    words: str
    query: str
    young_query: str
    mature_query: str

    @property
    def young(self) -> Recall:
        return self.stretch.figures.young

    @property
    def mature(self) -> Recall:
        return self.stretch.figures.mature


@dataclass(frozen=True, slots=True)
class SideLabel:
    """What stands right of the chart: a series' name or the target's."""

    y: float
    words: str
    is_target: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The lines in a 496 by 200 box. A target that is a range has two heights."""

    series: list[Series]
    target_ys: list[float]
    labels: list[SideLabel]
    ticks: list[Tick]


@dataclass(frozen=True, slots=True)
class RecallChart:
    """The chart and what its table has; without a `drawing` the `words` say what it
    takes."""

    points: list[Point]
    slot_width: float
    weeks_a_point: int
    target: Target
    total: DayFigures
    drawing: Drawing | None
    words: str

    @property
    def first_words(self) -> str:
        """`10 Mar`, under the first point."""
        return short_date(self.points[0].stretch.first)

    @property
    def last_words(self) -> str:
        """What the last point stands for, so far."""
        is_week = self.weeks_a_point == 1
        return "This week" if is_week else f"Last {self.weeks_a_point} weeks"

    @property
    def point_words(self) -> str:
        """`a week`, `2 weeks`: what each point stands for."""
        return "a week" if self.weeks_a_point == 1 else f"{self.weeks_a_point} weeks"

    @property
    def hits(self) -> list[Hit]:
        """The points with reviews, from the axis to the top."""
        place = _TOP_Y, self.slot_width, _BASE_Y - _TOP_Y
        return [Hit(one.slot_x, *place, one.words, one.query) for one in self.asked]

    @property
    def asked(self) -> list[Point]:
        """The points with any review, the latest first: the rows of the table."""
        return [
            one for one in reversed(self.points) if one.stretch.figures.recall.count
        ]


def recall_chart(period: Period, *, target: Target, link: Link) -> RecallChart:
    """Drawn from 20 reviews in all, if there is a point with enough of them."""
    each = WEEKS_A_POINT.get(len(period.weeks), 1)
    stretches = _stretches(period, each)
    count = len(stretches)
    points = [_point(one, n, count, link) for n, one in enumerate(stretches)]
    drawing = _drawing(points, target) if period.total.recall.is_known else None
    return RecallChart(
        points=points,
        slot_width=round((RIGHT - LEFT) / count, 1),
        weeks_a_point=each,
        target=target,
        total=period.total,
        drawing=drawing,
        words=_words(period, drawing, target),
    )


def _stretches(period: Period, each: int) -> list[Stretch]:
    """So many weeks together, the last ones as far as they have come."""
    weeks = period.weeks
    chunks = [weeks[start : start + each] for start in range(0, len(weeks), each)]
    return [
        Stretch(chunk[0].first, chunk[-1].last, summed([w.figures for w in chunk]))
        for chunk in chunks
    ]


def _point(stretch: Stretch, n: int, count: int, link: Link) -> Point:
    ends = stretch.first, stretch.last
    name = stretch_words(*ends)
    young, mature = stretch.figures.young, stretch.figures.mature
    width = RIGHT - LEFT
    return Point(
        stretch=stretch,
        x=round(LEFT + width * n / max(1, count - 1), 1),
        slot_x=round(LEFT + width * n / count, 1),
        name=name,
        words=f"{name}: young {share_words(young)}; mature {share_words(mature)}",
        query=link(*ends) if young.count or mature.count else "",
        young_query=link(*ends, only="young") if young.count else "",
        mature_query=link(*ends, only="mature") if mature.count else "",
    )


def share_words(recall: Recall) -> str:
    """`86%, 43 of 50 reviews`; of too few for a share the count alone."""
    if not recall.count:
        return "no reviews"
    of = f"{recall.recalled:,} of {counted(recall.count, 'review')}"
    return f"{recall.percent}%, {of}" if recall.is_known else of


def _drawing(points: Sequence[Point], target: Target) -> Drawing | None:
    kinds = (
        ("Young", [Place(point.x, point.young) for point in points]),
        ("Mature", [Place(point.x, point.mature) for point in points]),
    )
    drawn = [(name, places) for name, places in kinds if any(map(is_drawn, places))]
    if not drawn:
        return None
    lows = [
        place.recall.interval[0]
        for _, places in drawn
        for place in places
        if is_drawn(place)
    ]
    ticks = percent_ticks(min(100 * min(lows), target.low))
    scale = Scale(ticks[0], 100, base_y=_BASE_Y, top_y=_TOP_Y)
    series = [
        series_of(name, places, scale, is_dashed=name == "Young")
        for name, places in drawn
    ]
    wanted = [target.high] if target.is_one else [target.high, target.low]
    return Drawing(
        series=series,
        target_ys=[round(scale.y(percent), 1) for percent in wanted],
        labels=_labels(series, [(scale.y(one), f"Target {one}%") for one in wanted]),
        ticks=placed(ticks, scale, [f"{percent}%" for percent in ticks]),
    )


def _labels(
    series: Sequence[Series], targets: Sequence[tuple[float, str]]
) -> list[SideLabel]:
    """Beside what they name, moved as far as it takes not to overlap."""
    wanted = [(one.end.y, one.end_words, False) for one in series]
    wanted += [(y, words, True) for y, words in targets]
    wanted.sort()
    ys = apart([y for y, _, _ in wanted], _TOP_Y, _BASE_Y)
    return [
        SideLabel(round(y + _TO_BASELINE, 1), words, is_target)
        for y, (_, words, is_target) in zip(ys, wanted, strict=True)
    ]


def apart(ys: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights in order, each at least a label's height below the one before, all
    between `top` and `bottom` if there is room."""
    down: list[float] = []
    for y in ys:
        down.append(max(y, down[-1] + _LABEL_APART) if down else max(y, top))
    up: list[float] = []
    for y in reversed(down):
        up.append(min(y, up[-1] - _LABEL_APART) if up else min(y, bottom))
    return up[::-1]


def _words(period: Period, drawing: Drawing | None, target: Target) -> str:
    """One sentence with the numbers of all these weeks, or why there is no picture."""
    total = period.total
    if not total.recall.is_known:
        return NOT_ENOUGH
    if drawing is None:
        return (
            f"No point of time has the {DRAWN_FROM} reviews that it takes to draw it."
        )
    return (
        f"Recall over the last {len(period.weeks)} weeks, in reviews a day or more "
        f"after the card’s last: young {share_words(total.young)}; "
        f"mature {share_words(total.mature)}; you aim for {target.words}."
    )
