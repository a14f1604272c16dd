"""The geometry of a card's curve: days and percents where they belong."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.card_chart import (
    DAYS_AHEAD_MIN,
    DOT_GAP,
    LEFT,
    RIGHT,
    TOP_Y,
    CardChart,
    RatedDay,
    card_chart,
)
from decks.scheduling.fsrs import retrievability

TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
WIDTH, HEIGHT = 680, 268

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def chart(
    *ratings: RatedDay,
    changed_on: list[dt.date] | None = None,
    due_day: dt.date | None = None,
    width: int = WIDTH,
) -> CardChart:
    return card_chart(
        ratings,
        changed_on=changed_on or [],
        today=TODAY,
        due_day=due_day,
        target_percent=90,
        size=(width, HEIGHT),
    )


def rated(
    days_ago: int, level: int = 4, stability_days: float | None = 10.0
) -> RatedDay:
    return RatedDay(TODAY - days_ago * DAY, level, stability_days)


def points(path: str) -> list[tuple[float, float]]:
    numbers = [float(found) for found in NUMBER.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


class TestTheCurve:
    def test_runs_from_the_first_rating_to_today_and_on_to_the_due_day(self):
        drawn = chart(rated(20), rated(10), due_day=TODAY + 30 * DAY)
        past, ahead = points(drawn.past), points(drawn.ahead)
        assert past[0] == pytest.approx((LEFT, TOP_Y))
        assert past[-1] == ahead[0]
        assert past[-1][0] == drawn.today_x
        assert ahead[-1] == pytest.approx((drawn.plane.end_x, drawn.end_y))
        assert drawn.plane.last_day == TODAY + 30 * DAY
        assert drawn.is_due_last

    @pytest.mark.parametrize("due", [None, -3, 0, 6])
    def test_it_runs_a_week_ahead_at_least(self, due: int | None):
        due_day = None if due is None else TODAY + due * DAY
        drawn = chart(rated(5), due_day=due_day)
        assert drawn.plane.last_day == TODAY + DAYS_AHEAD_MIN * DAY
        assert not drawn.is_due_last

    def test_each_rating_begins_it_anew_at_the_top(self):
        drawn = chart(rated(20), rated(10, stability_days=3.0))
        heights = [y for _, y in points(drawn.past)]
        rises = [after for before, after in pairwise(heights) if after < before]
        assert rises == [TOP_Y]

    def test_its_heights_are_r(self):
        drawn = chart(rated(20, stability_days=4.0))
        ends = 20 + DAYS_AHEAD_MIN
        share = retrievability(4.0, ends)
        assert drawn.end_percent == round(100 * share)
        height = drawn.plane.base_y - TOP_Y
        assert drawn.end_y == pytest.approx(
            drawn.plane.base_y - height * share, abs=0.06
        )
        today_y = points(drawn.past)[-1][1]
        share = retrievability(4.0, 20)
        assert today_y == pytest.approx(drawn.plane.base_y - height * share, abs=0.06)

    def test_rated_today_nothing_lies_behind(self):
        drawn = chart(rated(0))
        assert points(drawn.past) == [(LEFT, TOP_Y)]
        assert points(drawn.ahead)[0] == (LEFT, TOP_Y)

    def test_a_start_over_ends_it(self):
        drawn = chart(rated(20), rated(10, 0, None))
        assert drawn.ahead == ""
        assert drawn.end_percent is None
        assert points(drawn.past)[-1][0] == drawn.dots[1].day_x

    def test_after_a_start_over_it_is_taken_up_anew(self):
        drawn = chart(rated(20), rated(10, 0, None), rated(5))
        assert drawn.past.count("M") == 2

    def test_a_day_before_the_last_one_is_put_right(self):
        """Whoever flies west may rate on an earlier study day than the one before."""
        drawn = chart(rated(5), rated(6))
        (_, first), (_, second) = [(dot.x, dot.day_x) for dot in drawn.dots]
        assert first == second

    def test_a_rating_of_tomorrow_moves_today(self):
        assert chart(rated(-1)).today == TODAY + DAY


class TestTheMarks:
    def test_dots_that_have_room_stand_over_their_days(self):
        drawn = chart(rated(300), rated(150), rated(10))
        assert [dot.x for dot in drawn.dots] == [dot.day_x for dot in drawn.dots]

    def test_those_of_one_day_stand_side_by_side(self):
        drawn = chart(rated(30, 1), rated(30, 2), rated(30, 4))
        assert [dot.level for dot in drawn.dots] == [1, 2, 4]
        gaps = [after.x - before.x for before, after in pairwise(drawn.dots)]
        assert gaps == [DOT_GAP, DOT_GAP]

    def test_of_500_ratings_the_latest_are_drawn_and_that_is_said(self):
        drawn = chart(*(rated(days) for days in range(500, 0, -1)))
        assert drawn.is_cut
        assert drawn.rating_count == 500
        assert drawn.shown_count == len(drawn.dots) <= 32
        assert drawn.plane.first_day == TODAY - drawn.shown_count * DAY
        assert len(drawn.past) < 10_000

    def test_changes_stand_on_their_days_between_the_first_one_and_today(self):
        days = [TODAY - 21 * DAY, TODAY - 20 * DAY, TODAY, TODAY + DAY]
        drawn = chart(rated(20), changed_on=days)
        assert drawn.changes == [LEFT, drawn.today_x]

    def test_the_year_is_written_where_it_is_another(self):
        assert chart(rated(20)).dates == "j M"
        assert chart(rated(100)).dates == "j M Y"

    def test_the_label_of_the_end_leaves_that_of_the_target_readable(self):
        drawn = chart(rated(5, stability_days=12.0))
        assert abs(drawn.end_label_y - (drawn.target_y + 4)) >= 14


RATINGS = st.lists(
    st.builds(
        RatedDay,
        st.integers(0, 40_000).map(lambda days: TODAY - days * DAY)
        | st.integers(0, 30).map(lambda days: TODAY - days * DAY),
        st.integers(1, 5),
        st.none() | st.floats(0.001, 36500.0),
    ),
    min_size=1,
    max_size=60,
)


@given(
    ratings=RATINGS,
    due=st.none() | st.integers(-4000, 4000),
    width=st.sampled_from([304, 680]),
    is_sorted=st.booleans(),
)
def test_everything_lies_in_the_box(ratings, due, width, is_sorted):
    if is_sorted:
        ratings.sort(key=lambda one: one.day)
    due_day = None if due is None else TODAY + due * DAY
    drawn = chart(*ratings, due_day=due_day, width=width)
    for path in (drawn.past, drawn.ahead):
        assert "nan" not in path
        assert "inf" not in path
        for (x, y), after in pairwise([*points(path), (width, 0.0)]):
            assert LEFT <= x <= width - RIGHT
            assert TOP_Y <= y <= drawn.plane.base_y
            assert x <= after[0]
    places = [dot.x for dot in drawn.dots]
    assert all(LEFT <= x <= width - RIGHT + 0.1 for x in places)
    gaps = [after - before for before, after in pairwise(places)]
    assert all(gap >= DOT_GAP - 0.11 for gap in gaps)
    assert LEFT <= drawn.today_x <= width - RIGHT
    assert 0 <= drawn.end_label_y <= HEIGHT
