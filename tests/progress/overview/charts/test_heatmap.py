"""The calendar: where cells and names stand, how dark they are, what they say."""

import datetime as dt
import itertools

import pytest
from hypothesis import given

from decks.progress.overview.charts.heatmap import darkest, heatmap, step_of
from decks.progress.overview.figures import DayFigures
from tests.progress.overview.charts.periods import (
    DAY,
    MONDAY,
    link,
    period_of,
    periods,
)

NAME_WIDTH = 28
"""Of three letters at 14 px."""


def days_with(*ratings):
    return [
        DayFigures(MONDAY - n * DAY, (0, 0, 0, count, 0))
        for n, count in enumerate(ratings)
    ]


def drawn(days, **where):
    return calendar(period_of(days, **where))


def calendar(period):
    return heatmap(period, top=darkest(period.days), link=link)


class TestSteps:
    def test_a_day_without_ratings_is_the_lightest(self):
        assert step_of(0, 40) == 0

    @pytest.mark.parametrize(
        ("ratings", "step"), [(1, 1), (10, 1), (11, 2), (20, 2), (31, 4), (900, 4)]
    )
    def test_others_go_by_quarters_of_a_busy_day(self, ratings, step):
        assert step_of(ratings, 40) == step

    def test_one_busy_day_does_not_pale_the_others(self):
        found = drawn(days_with(10, 5, 9, 10_000, 10))
        assert [cell.step for cell in found.studied] == [4, 2, 4, 4, 4]

    def test_a_single_day_is_dark(self):
        assert drawn(days_with(1)).cells[-1].step == 4

    def test_nothing_at_all_is_light(self):
        found = drawn([])
        assert {cell.step for cell in found.cells} == {0}
        assert found.step_words == ["none", "", "", "", ""]

    def test_the_legend_says_what_a_step_means(self):
        words = drawn(days_with(40, 40)).step_words
        assert words == ["none", "1 to 10", "11 to 20", "21 to 30", "31 or more"]

    def test_a_step_that_holds_no_number_is_not_named(self):
        words = drawn(days_with(2, 2)).step_words
        assert words == ["none", "", "1", "", "2 or more"]

    @given(periods())
    def test_the_legend_and_the_cells_agree(self, period):
        found = calendar(period)
        named = {n for n, words in enumerate(found.step_words) if words}
        assert {cell.step for cell in found.cells} <= named
        assert darkest(period.days) <= max(day.ratings for day in period.days)


class TestCells:
    def test_stand_by_week_and_weekday_monday_first(self):
        found = drawn([], weeks=26, today=MONDAY + DAY)
        assert [(cell.x, cell.y) for cell in found.cells[:2]] == [(42, 24), (42, 53)]
        assert (found.cells[-1].x, found.cells[-1].y) == (767, 53)
        assert (found.ring.x, found.ring.y, found.ring.size) == (765, 51, 29)

    def test_shrink_where_a_year_is_shown(self):
        assert drawn([], weeks=52).size < drawn([], weeks=26).size == 25

    def test_of_four_weeks_are_as_large_in_a_narrower_box(self):
        four, twelve = drawn([], weeks=4), drawn([], weeks=12)
        assert four.size == twelve.size
        assert (four.width, twelve.width) == (156, 388)

    @given(periods())
    def test_lie_in_the_box(self, period):
        found = calendar(period)
        boxes = [(cell.x, cell.y, found.size) for cell in found.cells]
        boxes.append((found.ring.x, found.ring.y, found.ring.size))
        for x, y, size in boxes:
            assert x >= 0
            assert y >= 0
            assert x + size <= found.width + 0.11
            assert y + size <= found.height + 0.11

    def test_say_what_was_done(self):
        day = DayFigures(MONDAY, (1, 0, 3, 8, 0), practice=5)
        cell = drawn([day]).cells[-1]
        assert cell.words == "Monday 2 March: 12 reviews, 5 in practice"
        assert cell.query == "?from=2026-03-02&to=2026-03-02"

    def test_lead_to_practice_and_new_cards_where_there_are_any(self):
        day = DayFigures(MONDAY, (0, 0, 0, 1, 0), practice=5, new_cards=1)
        before, cell = drawn([day]).cells[-2:]
        assert (before.practice_query, before.new_query) == ("", "")
        assert cell.practice_query.endswith("&to=2026-03-02&only=practice")
        assert cell.new_query.endswith("&to=2026-03-02&only=new")

    def test_without_ratings_lead_nowhere(self):
        cell = drawn([]).cells[-1]
        assert (cell.words, cell.query) == ("Monday 2 March: no reviews", "")

    def test_of_the_table_are_those_with_ratings_the_latest_first(self):
        found = drawn(days_with(3, 0, 2))
        assert [cell.figures.reviews for cell in found.studied] == [3, 2]


class TestNames:
    def test_a_month_stands_above_the_week_with_its_first_day(self):
        found = drawn([], weeks=12, today=dt.date(2026, 6, 5))
        # The first week begins on 16 March.
        assert [(name.words, name.x) for name in found.months] == [
            ("Mar", 42),
            ("Apr", 42 + 2 * 29),
            ("May", 42 + 6 * 29),
            ("Jun", 386),
        ]
        assert found.months[-1].anchor == "end"

    def test_a_month_that_ends_in_the_first_week_has_no_room(self):
        found = drawn([], weeks=12, today=dt.date(2026, 6, 19))
        # The first week begins on 30 March, the second on 6 April.
        assert [name.words for name in found.months] == ["Apr", "May", "Jun"]

    def test_of_weekdays_four(self):
        assert [name.words for name in drawn([]).weekdays] == [
            *("Mon", "Wed", "Fri", "Sun")
        ]

    @given(periods())
    def test_do_not_run_into_each_other(self, period):
        found = calendar(period)
        ends = [
            (name.x - NAME_WIDTH, name.x)
            if name.anchor == "end"
            else (name.x, name.x + NAME_WIDTH)
            for name in found.months
        ]
        for (_, left), (right, _) in itertools.pairwise(ends):
            assert left <= right
        assert ends[0][0] >= 0
        assert ends[-1][1] <= found.width


class TestTheSentence:
    def test_has_the_numbers(self):
        days = [
            DayFigures(MONDAY, (0, 0, 0, 40, 0), practice=2),
            DayFigures(MONDAY - 3 * DAY, (1_000, 0, 0, 200, 0)),
        ]
        assert drawn(days).words == (
            "Reviews a day over the last 4 weeks: 1,240 reviews, 2 in practice, "
            "on 2 of 22 days, the most on Friday 27 February, 1,200 reviews."
        )

    def test_tells_practice_from_reviews_on_the_busiest_day_too(self):
        words = drawn([DayFigures(MONDAY, (0, 0, 0, 1, 0), practice=5)]).words
        assert words.endswith("the most on Monday 2 March, 1 review, 5 in practice.")

    def test_of_nothing_says_so(self):
        assert drawn([]).words == "No reviews in the last 4 weeks."


def test_a_phone_shows_the_last_weeks():
    period = period_of(days_with(7), weeks=26, today=MONDAY)
    short = period.last_weeks(12)
    assert calendar(short).weeks == 12
    assert short.days == period.days[14 * 7 :]
    assert period_of([]).last_weeks(12).days == period_of([]).days
