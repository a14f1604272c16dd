"""Recall against the target: what a point is, gaps, bands, labels, the sentence."""

import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.overview.charts.recall_chart import (
    LEFT,
    NOT_ENOUGH,
    RIGHT,
    apart,
    recall_chart,
)
from decks.progress.overview.figures import DayFigures, Recall, Target
from tests.progress.overview.charts.periods import (
    DAY,
    MONDAY,
    link,
    period_of,
    periods,
)

NINETY = Target(90, 90)
WEEK = 7 * DAY
targets = st.tuples(st.integers(70, 97), st.integers(70, 97)).map(
    lambda pair: Target(min(pair), max(pair))
)


def drawn(days, *, target=NINETY, **where):
    return recall_chart(period_of(days, **where), target=target, link=link)


def weekly(*recalled, of=50, kind="young"):
    """A day in each of the last weeks, the latest last; None is a week of nothing."""
    days = []
    for ago, count in enumerate(reversed(recalled)):
        if count is not None:
            recall: dict[str, Any] = {kind: Recall(of, count)}
            days.append(DayFigures(MONDAY - ago * WEEK, **recall))
    return days


def corners(path):
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


@pytest.mark.parametrize(
    ("weeks", "points", "said"),
    [(4, 4, "a week"), (12, 12, "a week"), (26, 13, "2 weeks"), (52, 13, "4 weeks")],
)
def test_a_point_is_one_week_or_several(weeks, points, said):
    found = drawn([], weeks=weeks)
    assert (len(found.points), found.point_words) == (points, said)


def test_young_and_mature_are_two_lines():
    days = [
        *weekly(40, 45),
        DayFigures(MONDAY - DAY, mature=Recall(50, 48)),
        DayFigures(MONDAY - 8 * DAY, mature=Recall(50, 47)),
    ]
    series = drawn(days).drawing.series
    assert [one.name for one in series] == ["Young", "Mature"]


def test_a_line_ends_in_a_labelled_dot():
    (young,) = drawn(weekly(40, 43)).drawing.series
    assert young.end_words == "Young 86%"
    assert corners(young.line)[-1] == (young.end.x, young.end.y)
    assert young.end.x == RIGHT


def test_a_week_of_too_few_makes_a_gap():
    (young,) = drawn(weekly(40, 41, None, 43, 44), weeks=12).drawing.series
    assert young.line.count("M") == 2
    assert len(corners(young.line)) == 4
    assert young.lone == []


def test_a_point_between_gaps_is_a_dot():
    (young,) = drawn(weekly(40, None, 43, 44), weeks=4).drawing.series
    assert [(dot.x, dot.y) for dot in young.lone] == [(LEFT, 94.0)]
    assert young.band.count("M") == 2


def test_the_label_of_a_line_that_ended_before_has_no_number():
    (young,) = drawn(weekly(40, 41, None), weeks=4).drawing.series
    assert young.end_words == "Young"


def test_the_label_of_a_point_of_few_reviews_has_no_number():
    days = weekly(40, 41, None) + weekly(9, of=12)
    (young,) = drawn(days, weeks=4).drawing.series
    assert young.end_words == "Young"


class TestTooLittle:
    def test_is_said_with_what_it_takes(self):
        found = drawn([DayFigures(MONDAY, young=Recall(19, 19))])
        assert found.drawing is None
        assert found.words == NOT_ENOUGH
        assert "This needs 20 of them" in NOT_ENOUGH

    def test_in_each_week_is_said_too(self):
        found = drawn(weekly(9, 9, 9, of=9))
        assert found.drawing is None
        assert "10 reviews" in found.words

    def test_one_kind_is_drawn_without_the_other(self):
        days = [*weekly(40, 41), DayFigures(MONDAY - DAY, mature=Recall(3, 3))]
        assert [one.name for one in drawn(days).drawing.series] == ["Young"]


class TestTheTarget:
    def test_is_a_line_with_a_label(self):
        drawing = drawn(weekly(40, 43)).drawing
        assert len(drawing.target_ys) == 1
        (label,) = [label for label in drawing.labels if label.is_target]
        assert label.words == "Target 90%"

    def test_of_decks_that_differ_is_two(self):
        drawing = drawn(weekly(40, 43), target=Target(85, 92)).drawing
        high, low = drawing.target_ys
        assert high < low
        words = [label.words for label in drawing.labels if label.is_target]
        assert words == ["Target 92%", "Target 85%"]

    def test_is_within_the_axis(self):
        drawing = drawn(weekly(50, 50), target=Target(70, 70)).drawing
        assert drawing.ticks[0].words == "70%"


class TestLabels:
    def test_that_are_far_stay_where_they_are(self):
        assert apart([20, 60, 100], 12, 176) == [20, 60, 100]

    def test_that_are_close_are_moved(self):
        assert apart([20, 22, 24], 12, 176) == [20, 39, 58]

    def test_at_the_bottom_are_moved_up(self):
        assert apart([170, 172, 175], 12, 176) == [138, 157, 176]

    @given(st.lists(st.floats(12, 176), min_size=1, max_size=4))
    def test_never_overlap_and_stay_in_the_chart(self, ys):
        found = apart(sorted(ys), 12, 176)
        assert all(12 <= y <= 176 for y in found)
        assert all(b - a >= 19 - 1e-9 for a, b in itertools.pairwise(found))


@given(periods(), targets)
def test_all_lies_in_the_box(period, target):
    found = recall_chart(period, target=target, link=link)
    for point in found.points:
        assert LEFT <= point.x <= RIGHT
        assert point.slot_x + found.slot_width <= RIGHT + 0.11
    if found.drawing is None:
        return
    for one in found.drawing.series:
        for x, y in corners(one.line) + corners(one.band):
            assert LEFT - 3 <= x <= RIGHT + 3
            assert 12 <= y <= 176
        assert 12 <= one.end.y <= 176
    assert all(12 <= y <= 176 for y in found.drawing.target_ys)
    assert all(label.y <= 200 for label in found.drawing.labels)


def test_the_table_has_the_points_with_reviews_and_where_they_are():
    found = drawn(weekly(40, None, 43))
    assert [point.name for point in found.asked] == [
        "Monday 2 March",
        "16 to 22 February",
    ]
    latest = found.asked[0]
    assert latest.young_query == "?from=2026-03-02&to=2026-03-02&only=young"
    assert latest.mature_query == ""
    assert (
        latest.words == "Monday 2 March: young 86%, 43 of 50 reviews; mature no reviews"
    )


def test_the_sentence_has_the_numbers_of_all_weeks():
    days = [*weekly(40, 41), DayFigures(MONDAY - DAY, mature=Recall(1_000, 912))]
    assert drawn(days).words == (
        "Recall over the last 4 weeks, in reviews a day or more after the card’s last: "
        "young 81%, 81 of 100 reviews; mature 91%, 912 of 1,000 reviews; "
        "you aim for 90%."
    )
