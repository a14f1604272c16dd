"""What is expected to fall due, a bar a day, with the exams of these days. Pure."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
from decks.progress.overview.charts.words import date_words, day_words
from decks.progress.overview.figures import DueDay, ExamMark

Link = Callable[[dt.date], str]
"""The query of the cards that fall due on a day."""

WIDTH = 496
_TOP_Y, _BASE_Y = 12, 156
_ROW_HIGH_Y, _ROW_LOW_Y = 4, 174
_LETTER = 8
"""The width of a letter at the 16 px that a phone draws."""
_APART = 10


@dataclass(frozen=True, slots=True)
class DueBar:
    """One day's bar; its `name` says its exam too, `words` round what is drawn."""

    due: DueDay
    x: float
    slot_x: float
    y: float
    height: float
    name: str
    query: str

    @property
    def words(self) -> str:
        """`Tuesday 3 March, exam: 12 cards`."""
        return f"{self.name}: {expected_words(self.due.expected)}"


@dataclass(frozen=True, slots=True)
class ExamLine:
    """Where an exam stands. Its label is under the axis, above the chart where there is
    no room (`anchor` as in SVG), or nowhere: its day's words say it too."""

    x: float
    words: str
    label_x: float
    label_y: float
    anchor: str
    has_label: bool


@dataclass(frozen=True, slots=True)
class DueBars:
    """The chart in a 496 by 180 box; the first bar is today."""

    left: float
    bar_width: float
    slot_width: float
    bars: list[DueBar]
    exams: list[ExamLine]
    ticks: list[Tick]
    words: str

    @property
    def last_words(self) -> str:
        """`24 June`, under the last bar."""
        return date_words(self.bars[-1].due.day)

    @property
    def hits(self) -> list[Hit]:
        """The days with cards, from the axis to the top."""
        place = _TOP_Y, self.slot_width, _BASE_Y - _TOP_Y
        return [
            Hit(bar.slot_x, *place, bar.words, bar.query)
            for bar in self.bars
            if bar.query
        ]


def due_bars(
    days: Sequence[DueDay], exams: Sequence[ExamMark], *, link: Link
) -> DueBars:
    """Bars for consecutive days, today first, one at least."""
    ticks = count_ticks(max(day.expected for day in days))
    tick_words = [count_words(tick) for tick in ticks]
    slots = Columns(len(days), left=room_for(tick_words), right=WIDTH)
    scale = Scale(0, ticks[-1], base_y=_BASE_Y, top_y=_TOP_Y)
    names = _names(days, exams)
    return DueBars(
        left=slots.left,
        bar_width=slots.bar,
        slot_width=slots.slot,
        bars=[_bar(day, names[n], slots, n, scale, link) for n, day in enumerate(days)],
        exams=_exams(days, exams, slots),
        ticks=placed(ticks, scale, tick_words),
        words=_words(days, exams),
    )


def _names(days: Sequence[DueDay], exams: Sequence[ExamMark]) -> list[str]:
    """`Today, Monday 2 March`; `Monday 16 March, exam`."""
    marks = {exam.day: f", {exam.words}" for exam in exams}
    names = [day_words(day.day) + marks.get(day.day, "") for day in days]
    return [f"Today, {names[0]}", *names[1:]]


def _bar(
    day: DueDay, name: str, slots: Columns, n: int, scale: Scale, link: Link
) -> DueBar:
    y = round(scale.y(day.expected), 1)
    return DueBar(
        due=day,
        x=slots.x(n),
        slot_x=slots.slot_x(n),
        y=y,
        height=round(_BASE_Y - y, 1),
        name=name,
        query=link(day.day) if day.expected > 0 else "",
    )


def expected_words(expected: float) -> str:
    """`12 cards`; `fewer than 1 card` of what rounds to none; `no cards`."""
    if not expected:
        return "no cards"
    whole = round(expected)
    return counted(whole, "card") if whole else "fewer than 1 card"


def _exams(
    days: Sequence[DueDay], exams: Sequence[ExamMark], slots: Columns
) -> list[ExamLine]:
    """Labels in turn, each where none of those before it stands."""
    today_end = slots.left + _LETTER * len("Today")
    last_start = WIDTH - _LETTER * len(date_words(days[-1].day))
    taken = [
        (_ROW_LOW_Y, slots.left, today_end),
        (_ROW_LOW_Y, last_start, float(WIDTH)),
    ]
    lines = []
    for exam in exams:
        n = (exam.day - days[0].day).days
        if 0 <= n < len(days):
            lines.append(_exam(exam, slots.middle(n), taken))
    return lines


def _exam(exam: ExamMark, x: float, taken: list[tuple[int, float, float]]) -> ExamLine:
    words = f"{date_words(exam.day)}, {exam.words}"
    width = _LETTER * len(words)
    places = (
        (_ROW_LOW_Y, "middle", x - width / 2),
        (_ROW_HIGH_Y, "start", x + 0.0),
        (_ROW_HIGH_Y, "end", x - width),
    )
    for y, anchor, start in places:
        if _is_free(y, start, start + width, taken):
            taken.append((y, start, start + width))
            return ExamLine(x, words, x, y, anchor, has_label=True)
    return ExamLine(x, words, x, _ROW_HIGH_Y, "start", has_label=False)


def _is_free(
    y: int, start: float, end: float, taken: Sequence[tuple[int, float, float]]
) -> bool:
    if start < 0 or end > WIDTH:
        return False
    return all(
        y != row or end + _APART <= left or start >= right + _APART
        for row, left, right in taken
    )


def _words(days: Sequence[DueDay], exams: Sequence[ExamMark]) -> str:
    """One sentence with the numbers that the picture shows."""
    total = round(sum(day.expected for day in days))
    later = max(days[1:], key=lambda day: day.expected, default=None)
    said = (
        f"Predicted: {counted(days[0].count, 'card')} due today, "
        f"{counted(total, 'review')} in the next {len(days)} days"
    )
    if later is not None and later.count:
        most = counted(later.count, "card")
        said += f", after today the most on {day_words(later.day)}, {most}"
    marks = [f"{date_words(exam.day)}, {exam.words}" for exam in exams]
    return "; ".join([said, *marks]) + "."
