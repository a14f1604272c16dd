"""The edge: a deck seen from the side, one tick per card, tall by confidence.

Pure geometry in the units of the SVG's viewBox (DESIGN, "Edge"). Levels are 0 for new
(or not rated yet) and 1 to 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from decks.cards.plurals import counted

LEVEL_COUNT = 6
WORDS = ("new", "not at all", "barely", "partly", "mostly", "perfectly")
HEIGHTS = (0.26, 0.40, 0.55, 0.70, 0.85, 1.0)
"""Share of the full height, by level."""
UNRATED_HEIGHT = 0.20


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of one kind of edge; `canvas` 0 means as wide as its ticks.

    `align` is the share of free width left of the ticks. Ticks may grow to `widest`
    where few cards leave room, and shrink where many need it; above `limit` cards the
    edge shows a sample, so that no tick falls under 2 px on a phone.
    """

    tick: float
    gap: float
    height: float
    radius: float
    limit: int
    canvas: float = 0
    widest: float = 0
    align: float = 0


SHAPES = {
    "row": Shape(3, 1, 22, 1.5, limit=48),
    "due": Shape(6, 3, 60, 2, limit=60, canvas=303, align=1),
    "deck": Shape(10, 4, 100, 2, limit=80, canvas=654),
    "figure": Shape(6, 3, 56, 2, limit=60, canvas=420),
    "session": Shape(8, 4, 22, 2, limit=60, canvas=404, widest=20, align=0.5),
    "summary": Shape(10, 6, 80, 2, limit=60, canvas=538, widest=30),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """One rectangle standing on the base line; `fill` names its class."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn edge. A `fluid` one is as wide as its place."""

    width: float
    height: float
    radius: float
    fluid: bool
    ticks: tuple[Tick, ...]


def sorted_edge(counts: Sequence[int], size: str) -> Edge:
    """The edge of `counts` cards by level: six numbers, New to 5, left to right."""
    shape = SHAPES[size]
    shown = sampled(counts, shape.limit)
    fills = [level for level, count in enumerate(shown) for _ in repeat(None, count)]
    return _edge([(f"f{level}", HEIGHTS[level]) for level in fills], shape)


def ordered_edge(levels: Sequence[int], size: str, current: int | None = None) -> Edge:
    """The edge in study order; `current` is the place of the card being shown."""
    shape = SHAPES[size]
    places = _sampled_places(len(levels), shape.limit, current)
    return _edge([_ordered_tick(levels[at], at == current) for at in places], shape)


def sampled(counts: Sequence[int], limit: int) -> tuple[int, ...]:
    """`counts` scaled down to `limit` in proportion, each level that is there kept.

    Largest remainders, ties to the lower level: the same counts always look the same.
    """
    total = sum(counts)
    if total <= limit:
        return tuple(counts)
    shares = [count * limit / total for count in counts]
    shown = [max(int(share), 1 if share else 0) for share in shares]
    while (missing := limit - sum(shown)) != 0:
        step = 1 if missing > 0 else -1
        shown[_furthest(shares, shown, step)] += step
    return tuple(shown)


def counts_of(levels: Sequence[int]) -> tuple[int, ...]:
    """How many of each level, New to 5."""
    return tuple(list(levels).count(level) for level in range(LEVEL_COUNT))


def counts_sentence(counts: Sequence[int]) -> str:
    """`6 new, 4 not at all, 10 perfectly`: every level that is there."""
    return ", ".join(
        f"{count} {word}" for count, word in zip(counts, WORDS, strict=True) if count
    )


def sorted_label(counts: Sequence[int], size: str) -> str:
    """What a screen reader says for `sorted_edge`."""
    total = sum(counts)
    if not total:
        return "No cards"
    what = counted(total, "card")
    if size == "due":
        what = f"{counted(total, 'due card')} by how well you knew them last time"
    return f"{what}: {counts_sentence(counts)}"


def ordered_label(levels: Sequence[int], current: int | None = None) -> str:
    """What a screen reader says for `ordered_edge`."""
    unrated, *rated = counts_of(levels)
    so_far = counts_sentence([0, *rated]) or "none yet"
    if current is not None:
        return f"Card {current + 1} of {len(levels)}. Rated so far: {so_far}"
    rest = f", {unrated} not rated" if unrated else ""
    return f"{counted(len(levels), 'card')} in study order: {so_far}{rest}"


def _furthest(shares: Sequence[float], shown: Sequence[int], step: int) -> int:
    """The level whose shown count is furthest from its share against `step`."""
    open_to = [at for at in range(len(shown)) if step > 0 or shown[at] > 1]
    return max(open_to, key=lambda at: (step * (shares[at] - shown[at]), -at))


def _sampled_places(count: int, limit: int, current: int | None) -> list[int]:
    if count <= limit:
        return list(range(count))
    places = [at * count // limit for at in range(limit)]
    if current is not None:
        places[current * limit // count] = current
    return places


def _ordered_tick(level: int, is_current: bool) -> tuple[str, float]:
    if is_current:
        return "fink", 1.0
    return (f"f{level}", HEIGHTS[level]) if level else ("fnext", UNRATED_HEIGHT)


def _edge(fills: list[tuple[str, float]], shape: Shape) -> Edge:
    tick, gap = _fitted(len(fills), shape)
    natural = max(len(fills) * (tick + gap) - gap, 0)
    width = shape.canvas or natural
    start = (width - natural) * shape.align
    return Edge(
        width,
        shape.height,
        min(shape.radius, tick / 2),
        fluid=bool(shape.canvas),
        ticks=tuple(
            _tick(start + at * (tick + gap), tick, shape.height, *fill)
            for at, fill in enumerate(fills)
        ),
    )


def _fitted(count: int, shape: Shape) -> tuple[float, float]:
    """Tick and gap such that `count` of them fill, but never leave, the canvas."""
    natural = count * (shape.tick + shape.gap) - shape.gap
    if not (shape.canvas and count):
        return shape.tick, shape.gap
    scale = min(shape.canvas / natural, max(shape.widest / shape.tick, 1))
    return shape.tick * scale, shape.gap * scale


@lru_cache(maxsize=8192)
def _tick(x: float, width: float, full: float, fill: str, share: float) -> Tick:
    height = round(full * share, 1)
    return Tick(round(x, 2), round(full - height, 1), round(width, 2), height, fill)
