"""Round numbers along the axes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.overview.charts.axis import (
    Columns,
    count_ticks,
    count_words,
    percent_ticks,
)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1, 2]),
        (1, [0, 1, 2]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (0.3, [0, 1, 2]),
        (67, [0, 20, 40, 60, 80]),
        (10_000, [0, 5_000, 10_000]),
    ],
)
def test_counts_go_up_in_round_steps(most, ticks):
    assert count_ticks(most) == ticks


@given(st.floats(0, 10_000_000))
def test_counts_have_three_to_five_ticks_and_the_last_holds_all(most):
    ticks = count_ticks(most)
    assert 3 <= len(ticks) <= 5
    assert ticks[0] == 0
    assert ticks[-1] >= most


@pytest.mark.parametrize(
    ("lowest", "first", "step"),
    [(100, 85, 5), (85, 85, 5), (75, 75, 5), (74, 70, 10), (50, 50, 10), (1, 0, 20)],
)
def test_percents_go_up_to_100(lowest, first, step):
    assert percent_ticks(lowest) == list(range(first, 101, step))


@given(st.floats(0, 100))
def test_percents_have_four_to_six_ticks_and_never_begin_below_0(lowest):
    ticks = percent_ticks(lowest)
    assert 4 <= len(ticks) <= 6
    assert 0 <= ticks[0] <= lowest
    assert ticks[-1] == 100


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (2_500, "2,500"), (10_000, "10k"), (15_000, "15k"), (10_500, "10.5k")],
)
def test_many_are_said_in_thousands(value, words):
    assert count_words(value) == words


@given(st.integers(1, 400), st.integers(28, 60))
def test_columns_fill_the_width_and_stay_in_their_slots(count, left):
    columns = Columns(count, left=left, right=496)
    for n in range(count):
        x, slot = columns.x(n), columns.slot_x(n)
        assert slot - 0.11 <= x
        assert x + columns.bar <= slot + columns.slot + 0.21
    assert columns.x(0) == left
    assert columns.slot_x(count - 1) + columns.slot <= 496.11
