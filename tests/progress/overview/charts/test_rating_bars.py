"""Reviews by rating: parts that add up, seams, titles, the sentence."""

import pytest
from hypothesis import given

from decks.progress.overview.charts.rating_bars import WIDTH, rating_bars
from decks.progress.overview.figures import DayFigures
from tests.progress.overview.charts.periods import (
    DAY,
    MONDAY,
    link,
    period_of,
    periods,
)

DAY_OF_80 = DayFigures(MONDAY, (5, 15, 20, 20, 20), practice=900)


def drawn(days, **where):
    return rating_bars(period_of(days, **where), link=link)


@pytest.mark.parametrize(("weeks", "columns"), [(4, 22), (12, 78), (26, 26), (52, 52)])
def test_a_column_is_a_day_and_of_more_than_12_weeks_a_week(weeks, columns):
    found = drawn([], weeks=weeks)
    assert len(found.columns) == columns
    assert found.is_weekly == (weeks > 12)
    assert found.x_words[2] == ("This week" if found.is_weekly else "Today")


def test_parts_stand_on_each_other_from_1_to_5():
    parts = drawn([DAY_OF_80]).columns[-1].parts
    assert [part.level for part in parts] == [1, 2, 3, 4, 5]
    # 80 reviews fill the 164 units between the axis and the top.
    assert [part.y for part in parts] == [165.8, 135.0, 94.0, 53.0, 12.0]
    # A seam of 1 is left below each but the lowest.
    assert [part.height for part in parts] == [10.2, 29.8, 40.0, 40.0, 40.0]


def test_a_level_that_was_not_given_has_no_part():
    found = drawn([DayFigures(MONDAY, (0, 0, 0, 0, 7))])
    assert [part.level for part in found.columns[-1].parts] == [5]
    assert [bool(path) for _, path in found.levels] == [False] * 4 + [True]


def test_a_low_part_has_no_seam():
    found = drawn([DayFigures(MONDAY, (5_000, 1, 4_999, 0, 0))])
    low = found.columns[-1].parts[1]
    assert low.height == 0.0
    assert found.columns[-1].parts[2].y == 12.0


def test_practice_is_not_among_them():
    column = drawn([DAY_OF_80]).columns[-1]
    assert [part.height for part in column.parts] == [10.2, 29.8, 40.0, 40.0, 40.0]
    assert column.words.startswith("Monday 2 March: 80 reviews,")


@given(periods())
def test_parts_add_up_to_the_counts(period):
    found = rating_bars(period, link=link)
    scale = (176 - 12) / max(
        *(column.figures.reviews for column in found.columns), _top(found)
    )
    for column in found.columns:
        tall = column.figures.reviews * scale
        top = min((part.y for part in column.parts), default=176)
        assert 176 - top == pytest.approx(tall, abs=0.06)
        seams = len(column.parts)
        assert sum(part.height for part in column.parts) <= tall + 0.06 * seams
        assert sum(part.height for part in column.parts) >= tall - 1.06 * seams
        assert [part.level for part in column.parts] == [
            level for level, count in enumerate(column.figures.levels, 1) if count
        ]


def _top(found):
    """What the highest tick says."""
    words = found.ticks[-1].words.replace(",", "")
    return float(words[:-1]) * 1000 if words.endswith("k") else int(words)


@given(periods())
def test_all_lies_in_the_box(period):
    found = rating_bars(period, link=link)
    for column in found.columns:
        assert found.left <= column.x
        assert column.x + found.column_width <= WIDTH + 0.11
        for part in column.parts:
            assert 12 <= part.y <= 176
            assert part.height >= 0
    assert all(12 <= tick.y <= 200 for tick in found.ticks)
    assert found.left < found.middle_x < WIDTH


def test_a_column_says_and_leads_to_its_reviews():
    column = drawn([DayFigures(MONDAY, (3, 0, 0, 0, 31))]).columns[-1]
    assert column.words == "Monday 2 March: 34 reviews, 3 not at all, 31 perfectly"
    assert column.query == "?from=2026-03-02&to=2026-03-02"
    assert column.level_counts == [
        (3, "?from=2026-03-02&to=2026-03-02&level=1"),
        *((0, ""), (0, ""), (0, "")),
        (31, "?from=2026-03-02&to=2026-03-02&level=5"),
    ]


def test_a_week_leads_to_the_reviews_of_its_days():
    days = [DayFigures(MONDAY - 7 * DAY, (0, 0, 1, 0, 0))]
    column = drawn(days, weeks=26, today=MONDAY).columns[-2]
    assert column.words == "23 February to 1 March: 1 review, 1 partly"
    assert column.query == "?from=2026-02-23&to=2026-03-01"


def test_columns_without_reviews_are_not_in_the_table():
    found = drawn([DAY_OF_80, DayFigures(MONDAY - DAY, practice=4)])
    assert [column.name for column in found.studied] == ["Monday 2 March"]


class TestTheSentence:
    def test_has_the_numbers(self):
        days = [DAY_OF_80, DayFigures(MONDAY - DAY, (0, 0, 0, 1_160, 0))]
        assert drawn(days).words == (
            "Reviews a day by rating over the last 4 weeks: 1,240 reviews, "
            "5 not at all, 15 barely, 20 partly, 1,180 mostly, 20 perfectly; "
            "the most on Sunday 1 March, 1,160."
        )

    def test_of_weeks_names_the_week(self):
        assert drawn([DAY_OF_80], weeks=26, today=MONDAY + 6 * DAY).words.endswith(
            "the most in the week of 2 to 8 March, 80."
        )

    def test_of_nothing_says_so(self):
        assert drawn([]).words == "No reviews in the last 4 weeks."
