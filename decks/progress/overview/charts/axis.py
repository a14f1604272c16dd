"""Round numbers along an axis, and where they stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

MOST_STEPS = 4
_ABBREVIATED_FROM = 10_000
_PERCENT_STEPS = (5, 10)
_WIDEST_PERCENT_STEP = 20
_BAR_SHARE, _WIDEST_BAR = 0.7, 11


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart and what it is called; the lowest is the axis itself."""

    y: float
    words: str
    is_base: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` at the height `base_y` to `high` at `top_y`, upwards."""

    low: float
    high: float
    base_y: float
    top_y: float

    def y(self, value: float) -> float:
        """The height of a value, exact."""
        share = (value - self.low) / (self.high - self.low)
        return self.base_y - (self.base_y - self.top_y) * share


@dataclass(frozen=True, slots=True)
class Columns:
    """So many columns side by side from `left` to `right`, each with a gap after it."""

    count: int
    left: float
    right: float

    @property
    def bar(self) -> float:
        """The width of a bar."""
        return round(min(_WIDEST_BAR, _BAR_SHARE * self._step), 1)

    @property
    def slot(self) -> float:
        """The width of a column with its gap."""
        return round(self._step, 1)

    def x(self, n: int) -> float:
        """Where the n-th bar begins; the last one ends at `right`."""
        steps = max(1, self.count - 1)
        return round(self.left + n * (self.right - self.left - self.bar) / steps, 1)

    def slot_x(self, n: int) -> float:
        """Where the n-th column begins, gap and all."""
        return round(self.left + n * self._step, 1)

    def middle(self, n: int) -> float:
        """The middle of the n-th bar."""
        return round(self.x(n) + self.bar / 2, 1)

    @property
    def _step(self) -> float:
        return (self.right - self.left) / self.count


def count_ticks(most: float) -> list[int]:
    """0 and two to four round numbers above it, the last at least `most`."""
    round_steps = (lead * 10**power for power in count() for lead in (1, 2, 5))
    step = next(step for step in round_steps if most <= MOST_STEPS * step)
    return [step * n for n in range(max(2, -int(-most // step)) + 1)]


def percent_ticks(lowest: float) -> list[int]:
    """Up to 100, the first at most `lowest` and never below 0: four to six, evenly."""
    room = 100 - min(lowest, 85)
    fitting = (step for step in _PERCENT_STEPS if room <= 5 * step)
    step = next(fitting, _WIDEST_PERCENT_STEP)
    return list(range(100 - step * -int(-room // step), 101, step))


def count_words(value: int) -> str:
    """`2,500`; from 10,000 on `10k`: the column of numbers stays narrow."""
    if value < _ABBREVIATED_FROM:
        return f"{value:,}"
    thousands = f"{value / 1000:,.1f}".removesuffix(".0")
    return f"{thousands}k"


def placed(values: Sequence[int], scale: Scale, words: Sequence[str]) -> list[Tick]:
    """A tick for each value, the first is the base."""
    return [
        Tick(round(scale.y(value), 1), said, index == 0)
        for index, (value, said) in enumerate(zip(values, words, strict=True))
    ]


def room_for(words: Sequence[str]) -> int:
    """How far from the left edge a chart begins, with room for these numbers."""
    return max(28, 8 + 7 * max(map(len, words)))
