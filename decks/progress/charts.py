"""Geometry of charts in the units of their viewBox. Pure."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

_FORECAST_WIDTH = 336
_BAR_WIDTH = 28
_BASE_Y = 70
_TALLEST = 52
_COUNT_CAP = 999


@dataclasses.dataclass(frozen=True, slots=True)
class ForecastBar:
    """One day's bar in a 336 by 92 box, its count above it and its day below."""

    day: dt.date
    count: int
    words: str
    x: float
    y: float
    height: float
    middle: float
    label_y: float


def forecast_bars(days: Sequence[tuple[dt.date, int]]) -> list[ForecastBar]:
    """Bars for consecutive days, the tallest filling the height; no card, no bar."""
    most = max((count for _, count in days), default=0) or 1
    step = (_FORECAST_WIDTH - _BAR_WIDTH) / max(len(days) - 1, 1)
    bars = []
    for index, (day, count) in enumerate(days):
        height = round(_TALLEST * count / most, 1)
        x, y = round(index * step, 1), round(_BASE_Y - height, 1)
        words = f"{_COUNT_CAP}+" if count > _COUNT_CAP else str(count)
        bars.append(
            ForecastBar(
                day=day,
                count=count,
                words=words,
                x=x,
                y=y,
                height=height,
                middle=round(x + _BAR_WIDTH / 2, 1),
                label_y=round(y - 6, 1),
            )
        )
    return bars
