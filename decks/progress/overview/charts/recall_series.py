"""The lines of recall, joined where there is enough to go by, each in a band. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from decks.progress.overview.charts.axis import Scale
from decks.progress.overview.figures import Recall

DRAWN_FROM = 10
"""A point of fewer reviews says so little that the line has a gap there."""

_LONE_WIDTH = 6.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point on a line to be: where it stands, and the recall there."""

    x: float
    recall: Recall


@dataclass(frozen=True, slots=True)
class Dot:
    """A place in the chart."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Series:
    """Young or mature cards: a line and its band with gaps, a dot where a point has no
    neighbour, and the last dot with what its label says."""

    name: str
    line: str
    band: str
    lone: list[Dot]
    end: Dot
    end_words: str
    is_dashed: bool


def is_drawn(place: Place) -> bool:
    """Whether there are enough reviews for a point."""
    return place.recall.count >= DRAWN_FROM


def series_of(
    name: str, places: Sequence[Place], scale: Scale, *, is_dashed: bool
) -> Series:
    """Neighbours that are drawn are joined; a gap is left between the others."""
    runs = [list(run) for kept, run in groupby(places, is_drawn) if kept]
    end = runs[-1][-1]
    return Series(
        name=name,
        line=" ".join(_line(run, scale) for run in runs if len(run) > 1),
        band=" ".join(_band(run, scale) for run in runs),
        lone=[_dot(run[0], scale) for run in runs[:-1] if len(run) == 1],
        end=_dot(end, scale),
        end_words=_end_words(name, end, is_last=end is places[-1]),
        is_dashed=is_dashed,
    )


def _end_words(name: str, end: Place, *, is_last: bool) -> str:
    """`Young 86%`; the name alone of too few reviews for a number, or of long ago."""
    is_known = is_last and end.recall.is_known
    return f"{name} {end.recall.percent}%" if is_known else name


def _dot(place: Place, scale: Scale) -> Dot:
    return Dot(place.x, round(scale.y(100 * place.recall.share), 1))


def _line(run: Sequence[Place], scale: Scale) -> str:
    dots = (_dot(place, scale) for place in run)
    return "M" + " L".join(f"{dot.x} {dot.y}" for dot in dots)


def _band(run: Sequence[Place], scale: Scale) -> str:
    """Along the intervals' upper ends and back along the lower ones; of a lone point a
    narrow one about it."""
    places = run if len(run) > 1 else _widened(run[0])
    edges = [(place.x, *place.recall.interval) for place in places]
    there = [(x, scale.y(100 * high)) for x, _, high in edges]
    back = [(x, scale.y(100 * low)) for x, low, _ in reversed(edges)]
    return "M" + " L".join(f"{x} {round(y, 1)}" for x, y in there + back) + "Z"


def _widened(place: Place) -> list[Place]:
    half = _LONE_WIDTH / 2
    return [Place(round(place.x + by, 1), place.recall) for by in (-half, half)]
