"""Mastery over time: areas that stand on each other, of few points none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.overview.charts.mastery_areas import mastery_areas, percents
from decks.progress.overview.figures import MasteryPoint
from tests.progress.overview.charts.periods import DAY, MONDAY

counts = st.tuples(*[st.integers(0, 10_000)] * 6)


def points_of(*standings, step=DAY):
    return [
        MasteryPoint(MONDAY + n * step, standing)
        for n, standing in enumerate(standings)
    ]


def drawn(points):
    return mastery_areas(points, link=lambda level: f"?level={level}")


def corners(path):
    return [(float(x), float(y)) for x, y in re.findall(r"([-\d.e]+) ([-\d.e]+)", path)]


def test_areas_stand_on_each_other_5_at_the_bottom():
    found = drawn(points_of((4, 0, 0, 0, 0, 0), (2, 0, 0, 0, 1, 1)))
    assert [area.level for area in found.areas] == [5, 4, 0]
    assert [corners(area.path) for area in found.areas] == [
        [(40, 156), (496, 120), (496, 156), (40, 156)],
        [(40, 156), (496, 84), (496, 120), (40, 156)],
        [(40, 12), (496, 12), (496, 84), (40, 156)],
    ]


@given(st.lists(counts, min_size=2, max_size=20))
def test_every_corner_lies_in_the_box_and_the_areas_fill_it(standings):
    found = drawn(points_of(*standings))
    known = [standing for standing in standings if sum(standing)]
    assert found.is_drawn == (len(known) > 1)
    for area in found.areas:
        for x, y in corners(area.path):
            assert 40 <= x <= 496
            assert 12 <= y <= 156
    if found.is_drawn:
        top = corners(found.areas[-1].path)[: len(known)]
        assert {y for _, y in top} == {12}


@given(counts)
def test_shares_add_up(standing):
    if sum(standing):
        assert sum(percents(MasteryPoint(MONDAY, standing))) == pytest.approx(100)


@pytest.mark.parametrize(
    "points", [[], points_of((0,) * 6, (0,) * 6), points_of((1, 0, 0, 0, 0, 2))]
)
def test_of_fewer_than_two_points_nothing_is_drawn(points):
    found = drawn(points)
    assert not found.is_drawn
    assert found.words.startswith("Not enough days yet")


def test_points_without_cards_are_left_out():
    found = drawn(points_of((0,) * 6, (1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 1)))
    assert [point.day for point in found.points] == [MONDAY + 2 * DAY, MONDAY + DAY]
    assert found.first_words == "3 Mar"


def test_a_long_time_begins_with_its_month():
    found = drawn(points_of((1,) * 6, (2,) * 6, step=90 * DAY))
    assert found.first_words == "Mar"


def test_the_sentence_has_the_shares():
    found = drawn(points_of((4, 0, 0, 0, 0, 0), (1, 0, 0, 1, 1, 1)))
    assert found.words == (
        "Share of cards by how well they are known since 2 March; today "
        "perfectly 25%, mostly 25%, partly 25%, barely 0%, not at all 0%, new 25%."
    )


def test_areas_and_the_latest_counts_lead_to_the_cards():
    found = drawn(points_of((4, 0, 0, 0, 0, 0), (3, 0, 0, 0, 0, 1)))
    assert [(area.words, area.query) for area in found.areas] == [
        ("5 Perfectly: 1 card today", "?level=5"),
        ("New: 3 cards today", "?level=0"),
    ]
    assert found.latest == [(3, "?level=0"), *[(0, "")] * 4, (1, "?level=5")]
