"""DESIGN, "Edge": one tick per card, tall by confidence, sampled where many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.edge import (
    HEIGHTS,
    SHAPES,
    ordered_edge,
    ordered_label,
    sampled,
    sorted_edge,
    sorted_label,
)

six_counts = st.lists(st.integers(0, 5000), min_size=6, max_size=6)
levels = st.lists(st.integers(0, 5), min_size=1, max_size=400)


def fills(edge):
    return [tick.fill for tick in edge.ticks]


def test_ticks_stand_new_to_five_from_left_to_right():
    edge = sorted_edge([1, 0, 2, 0, 0, 1], "row")
    assert fills(edge) == ["f0", "f2", "f2", "f5"]
    assert [tick.x for tick in edge.ticks] == [0, 4, 8, 12]
    assert [tick.height for tick in edge.ticks] == [5.7, 12.1, 12.1, 22]


def test_no_cards_no_ticks():
    assert sorted_edge([0] * 6, "row").ticks == ()
    assert sorted_label([0] * 6, "row") == "No cards"


@given(six_counts, st.sampled_from(["row", "due", "deck", "figure"]))
def test_a_sample_keeps_proportion_and_every_level(counts, size):
    limit = SHAPES[size].limit
    shown = sampled(counts, limit)
    total = sum(counts)
    assert sum(shown) == min(total, limit)
    for count, ticks in zip(counts, shown, strict=True):
        assert (count > 0) == (ticks > 0)
        if total > limit and count:
            assert abs(ticks - count * limit / total) <= 6


@given(six_counts, st.sampled_from(["row", "due", "deck", "figure"]))
def test_ticks_stay_in_their_box_and_apart(counts, size):
    edge = sorted_edge(counts, size)
    right = 0.0
    for tick in edge.ticks:
        assert tick.x >= right - 0.02
        assert tick.width > 0
        assert tick.y + tick.height == pytest.approx(edge.height)
        right = tick.x + tick.width
    assert right <= edge.width + 0.05


@given(levels, st.data())
def test_the_current_card_is_always_shown(rated, data):
    current = data.draw(st.integers(0, len(rated) - 1))
    edge = ordered_edge(rated, "session", current)
    assert fills(edge).count("fink") == 1
    assert len(edge.ticks) == min(len(rated), SHAPES["session"].limit)


def test_in_study_order_unrated_ticks_are_low():
    edge = ordered_edge([4, 0, 0], "session", 1)
    assert fills(edge) == ["f4", "fink", "fnext"]
    full = edge.height
    shares = [round(tick.height / full, 2) for tick in edge.ticks]
    assert shares == [round(HEIGHTS[4], 2), 1.0, 0.2]


def test_sentences_say_every_level_that_is_there():
    assert sorted_label([6, 4, 0, 0, 0, 10], "row") == (
        "20 cards: 6 new, 4 not at all, 10 perfectly"
    )
    assert sorted_label([1, 0, 0, 0, 0, 0], "due").startswith("1 due card by how well")
    assert (
        ordered_label([4, 0], None) == "2 cards in study order: 1 mostly, 1 not rated"
    )
