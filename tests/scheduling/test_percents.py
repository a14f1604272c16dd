import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.scheduling.percents import whole_percent


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, 0),
        (0, 250, 0),
        (1, 250, 1),
        (1, 2, 50),
        (2, 3, 67),
        (249, 250, 99),
        (250, 250, 100),
    ],
)
def test_a_share_is_whole(part, whole, percent):
    assert whole_percent(part, whole) == percent


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_all_and_none_are_said_of_all_and_none_alone(whole, left_out):
    part = max(0, whole - left_out)
    percent = whole_percent(part, whole)
    assert (percent == 100) == (part == whole)
    assert (percent == 0) == (part == 0)
    assert abs(percent - 100 * part / whole) <= 1
