"""The curve of predicted recall until an exam, in the units of its viewBox. Pure."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from decks.progress.predicted import predicted_percent

_WIDTH = 292
_TOP_Y, _BASE_Y = 14, 112
_LABEL_GAP = 15
"""Two labels closer than this would run into each other."""
_STEP_PERCENT = 10


@dataclasses.dataclass(frozen=True, slots=True)
class ExamPoint:
    """Predicted recall on a day, from 0 to 100."""

    day: dt.date
    exact_percent: float

    @property
    def percent(self) -> int:
        """As it is said."""
        return predicted_percent(self.exact_percent)


@dataclasses.dataclass(frozen=True, slots=True)
class ExamChart:
    """A curve in a 336 by 136 box, the first and the last of its points labelled, and
    the wanted recall as a dotted line."""

    points: list[ExamPoint]
    target_percent: int
    line: str
    area: str
    target_y: float
    target_label_y: float
    first_label_y: float
    end_y: float
    end_label_y: float

    @property
    def first(self) -> ExamPoint:
        return self.points[0]

    @property
    def last(self) -> ExamPoint:
        return self.points[-1]


def exam_chart(points: Sequence[ExamPoint], *, target_percent: int) -> ExamChart:
    """The curve through these points, two at least, in the order of their days."""
    percents = [point.exact_percent for point in points]
    low = max(0, int(min(percents)) // _STEP_PERCENT - 1) * _STEP_PERCENT
    high = max(target_percent, *percents)

    def height(percent: float) -> float:
        return round(_BASE_Y - (_BASE_Y - _TOP_Y) * (percent - low) / (high - low), 1)

    first_day, last_day = points[0].day, points[-1].day
    days = (last_day - first_day).days
    along = [round(_WIDTH * (one.day - first_day).days / days, 1) for one in points]
    places = zip(along, percents, strict=True)
    line = "M" + " L".join(f"{x} {height(percent)}" for x, percent in places)
    end_y, target_y = height(percents[-1]), height(target_percent)
    return ExamChart(
        points=list(points),
        target_percent=target_percent,
        line=line,
        area=f"{line} L{_WIDTH} {_BASE_Y} L0 {_BASE_Y}Z",
        target_y=target_y,
        target_label_y=target_y + 4,
        first_label_y=_inside(height(percents[0])),
        end_y=end_y,
        end_label_y=beside(end_y, target_y) + 4,
    )


def _inside(y: float) -> float:
    """The first label's height: in the area, above a curve that leaves no room."""
    return _BASE_Y - 10 if y < _BASE_Y - 2 * _LABEL_GAP else y - 8


def beside(y: float, taken_y: float) -> float:
    """A label's height near `y` that leaves the one at `taken_y` readable."""
    if abs(y - taken_y) >= _LABEL_GAP:
        return y
    return taken_y + _LABEL_GAP if y >= taken_y else taken_y - _LABEL_GAP
