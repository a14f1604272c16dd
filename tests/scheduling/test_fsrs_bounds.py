"""No sequence of ratings leaves the ranges of S and D, and nothing is ever NaN."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.scheduling.fsrs import (
    DIFFICULTY_MAX,
    STABILITY_MAX_DAYS,
    STABILITY_MIN_DAYS,
    Memory,
    first_memory,
    next_memory,
    retrievability,
)
from decks.scheduling.levels import Grade

from .histories import random_parameters

memories = st.builds(
    Memory,
    st.floats(STABILITY_MIN_DAYS, STABILITY_MAX_DAYS),
    st.floats(1, DIFFICULTY_MAX),
)
grades = st.sampled_from(Grade)
gaps_days = st.floats(-1e6, 1e6, allow_nan=False)
parameters = st.integers(0, 2**32).map(lambda seed: random_parameters(Random(seed)))


@given(memories, grades, gaps_days, parameters)
def test_a_step_stays_in_range(memory, grade, gap_days, parameters):
    # Memory itself refuses NaN, infinities and whatever is out of range.
    after = next_memory(memory, grade, gap_days, parameters)
    assert STABILITY_MIN_DAYS <= after.stability_days <= STABILITY_MAX_DAYS
    assert 1 <= after.difficulty <= DIFFICULTY_MAX


@given(memories, gaps_days, parameters)
def test_recall_is_a_chance_and_never_rises_with_time(memory, gap_days, parameters):
    now = retrievability(memory.stability_days, gap_days, parameters)
    later = retrievability(memory.stability_days, gap_days + 1, parameters)
    assert 0 < later <= now <= 1


@given(memories, st.floats(-1e6, 0.999), grades, parameters)
def test_under_a_day_the_length_of_the_gap_does_not_matter(
    memory, gap_days, grade, parameters
):
    assert next_memory(memory, grade, gap_days, parameters) == next_memory(
        memory, grade, 0, parameters
    )


@given(memories, st.integers(0, 5000), parameters)
def test_a_better_grade_never_leaves_a_shorter_stability(memory, gap, parameters):
    after = [next_memory(memory, grade, gap, parameters) for grade in Grade][1:]
    stabilities = [each.stability_days for each in after]
    assert stabilities == sorted(stabilities)


def test_the_extremes_are_held():
    strongest = Memory(STABILITY_MAX_DAYS, 1.0)
    weakest = Memory(STABILITY_MIN_DAYS, 10.0)
    assert next_memory(strongest, Grade.EASY, 10**6) == strongest
    assert next_memory(weakest, Grade.AGAIN, 0).stability_days == STABILITY_MIN_DAYS
    assert next_memory(weakest, Grade.AGAIN, 0).difficulty < 10.0


def test_the_first_difficulty_is_held_in_range():
    assert first_memory(Grade.EASY).difficulty == 1.0


@pytest.mark.parametrize(
    ("stability_days", "difficulty"),
    [
        (float("nan"), 5),
        (5, float("nan")),
        (float("inf"), 5),
        (0, 5),
        (-1, 5),
        (36501, 5),
        (5, 0.99),
        (5, 10.01),
    ],
)
def test_a_memory_out_of_range_is_refused(stability_days, difficulty):
    with pytest.raises(ValueError, match="No memory state"):
        Memory(stability_days, difficulty)
