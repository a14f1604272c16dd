"""How well all cards were known over time: areas by level, 5 at the bottom. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decks.cards.plurals import counted
from decks.progress.overview.charts.axis import Scale, Tick, placed
from decks.progress.overview.charts.words import date_words, short_date
from decks.progress.overview.figures import MasteryPoint
from decks.scheduling.levels import Level

Link = Callable[[int], str]
"""The query of the cards that are at a level now."""

WIDTH, LEFT = 496, 40
_TOP_Y, _BASE_Y = 12, 156
_PERCENTS = (0, 50, 100)
_MONTH_FROM_DAYS = 60
_BOTTOM_UP = (5, 4, 3, 2, 1, 0)
_NO_POINTS = "Not enough days yet: this begins the day after the first reviews."


@dataclass(frozen=True, slots=True)
class Area:
    """The cards of a level (0 is new) as a closed path; its title says how many there
    are now, and it leads to them."""

    level: int
    path: str
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class MasteryAreas:
    """The chart in a 496 by 180 box, in percent of the cards there were at each point;
    no areas where there are fewer than two points: `words` then say so. For the table
    the points, the latest first, and of the latest each count with where it leads."""

    areas: list[Area]
    ticks: list[Tick]
    first_words: str
    points: list[MasteryPoint]
    latest: list[tuple[int, str]]
    words: str

    @property
    def is_drawn(self) -> bool:
        return bool(self.areas)


def mastery_areas(points: Sequence[MasteryPoint], *, link: Link) -> MasteryAreas:
    """Straight from each point to the next; those without any card are left out."""
    known = [point for point in points if point.card_count]
    latest = _latest(known, link)
    if not known or known[0].day == known[-1].day:
        return MasteryAreas([], [], "", known, latest, _NO_POINTS)
    scale = Scale(0, 100, base_y=_BASE_Y, top_y=_TOP_Y)
    return MasteryAreas(
        areas=_areas(known, scale, link),
        ticks=placed(_PERCENTS, scale, [f"{percent}%" for percent in _PERCENTS]),
        first_words=_first_words(known),
        points=known[::-1],
        latest=latest,
        words=_words(known),
    )


def percents(point: MasteryPoint) -> list[float]:
    """The share of each level, from new to 5, exact; of one card at least."""
    return [100 * count / point.card_count for count in point.counts]


def _latest(points: Sequence[MasteryPoint], link: Link) -> list[tuple[int, str]]:
    counts = points[-1].counts if points else ()
    return [(n, link(level) if n else "") for level, n in enumerate(counts)]


def _areas(points: Sequence[MasteryPoint], scale: Scale, link: Link) -> list[Area]:
    xs = _places(points)
    shares = [percents(point) for point in points]
    below = [0.0] * len(points)
    areas = []
    for level in _BOTTOM_UP:
        above = [low + share[level] for low, share in zip(below, shares, strict=True)]
        if any(share[level] for share in shares):
            path = _closed(xs, above, below, scale)
            now = points[-1].counts[level]
            area = Area(level, path, _area_words(level, now), link(level))
            areas.append(area)
        below = above
    return areas


def _area_words(level: int, count: int) -> str:
    """`5 Perfectly: 120 cards today`."""
    name = f"{level} {Level(level).word}" if level else "New"
    return f"{name}: {counted(count, 'card')} today"


def _places(points: Sequence[MasteryPoint]) -> list[float]:
    """Where the points stand, by their days."""
    first, last = points[0].day, points[-1].day
    a_day = (WIDTH - LEFT) / (last - first).days
    return [round(LEFT + a_day * (point.day - first).days, 1) for point in points]


def _closed(
    xs: Sequence[float], above: Sequence[float], below: Sequence[float], scale: Scale
) -> str:
    """To the right along the upper edge and back along the lower one."""
    there = [(x, scale.y(share)) for x, share in zip(xs, above, strict=True)]
    back = [(x, scale.y(share)) for x, share in zip(xs, below, strict=True)]
    corners = (f"{x} {round(y, 1)}" for x, y in there + back[::-1])
    return "M" + " L".join(corners) + "Z"


def _first_words(points: Sequence[MasteryPoint]) -> str:
    """`Dec` of a long time, `3 Mar` of a short one."""
    first, last = points[0].day, points[-1].day
    is_long = (last - first).days >= _MONTH_FROM_DAYS
    return f"{first:%b}" if is_long else short_date(first)


def _words(points: Sequence[MasteryPoint]) -> str:
    """One sentence with the shares of the last point, the best known first."""
    now = percents(points[-1])
    shares = [f"{level.word.lower()} {round(now[level])}%" for level in reversed(Level)]
    return (
        f"Share of cards by how well they are known since "
        f"{date_words(points[0].day)}; today {', '.join(shares)}, "
        f"new {round(now[0])}%."
    )
