"""The golden values of py-fsrs, ts-fsrs and fsrs-rs, at their default parameters."""

from collections.abc import Iterable
from typing import Any

import pytest

from decks.scheduling.fsrs import (
    DEFAULT_PARAMETERS,
    Memory,
    Parameters,
    exact_interval_days,
    first_memory,
    forget_stability,
    interval_days,
    next_difficulty,
    next_memory,
    recall_stability,
    retrievability,
    same_day_stability,
)
from decks.scheduling.levels import Grade

GRADES = list(Grade)
AGAIN, HARD, GOOD, EASY = GRADES


def approx(values: float | list[float]) -> Any:
    """Equal to all the digits that the other projects print, eight at most."""
    return pytest.approx(values, rel=1e-7)


def test_py_fsrs_intervals_with_learning_steps():
    ratings = [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]
    expected = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    assert intervals_with_steps(ratings) == expected


def test_py_fsrs_memory_after_six_ratings():
    memory = first_memory(AGAIN)
    for gap_days in (0, 1, 3, 8, 21):
        memory = next_memory(memory, GOOD, gap_days)
    # Printed there to five places, from 32-bit floats; py-fsrs 6.3.2 gives 53.626903.
    assert memory.stability_days == pytest.approx(53.62691, abs=1e-5)
    assert memory.difficulty == approx(6.3574867)


def test_py_fsrs_ten_easy_ratings_on_one_day_reach_the_lowest_difficulty():
    memory = first_memory(EASY)
    for _ in range(9):
        memory = next_memory(memory, EASY, 0)
    assert memory.difficulty == 1.0


def test_ts_fsrs_first_stability():
    first = [first_memory(grade).stability_days for grade in GRADES]
    assert first == [0.212, 1.2931, 2.3065, 8.2956]


def test_ts_fsrs_first_difficulty():
    first = [first_memory(grade).difficulty for grade in GRADES]
    assert first == approx([6.4133, 5.11217071, 2.11810397, 1.0])


def test_ts_fsrs_next_difficulty_from_five():
    after = [next_difficulty(5, grade, DEFAULT_PARAMETERS) for grade in GRADES]
    assert after == approx([8.34176237, 6.66599536, 4.99022837, 3.31446137])


def test_ts_fsrs_recall_stability():
    after = [
        recall_stability(Memory(5, difficulty), grade, chance, DEFAULT_PARAMETERS)
        for difficulty, grade, chance in difficulty_grade_chance()
    ]
    assert after == approx([25.60252118, 28.22657096, 58.65599107, 127.2266925])


def test_ts_fsrs_forget_stability():
    after = [
        forget_stability(Memory(5, difficulty), chance, DEFAULT_PARAMETERS)
        for difficulty, _, chance in difficulty_grade_chance()
    ]
    assert after == approx([1.05253961, 1.18943295, 1.36808387, 1.58498896])


def test_ts_fsrs_same_day_stability():
    after = [same_day_stability(5, grade, DEFAULT_PARAMETERS) for grade in GRADES]
    assert after == approx([1.596818, 5, 5, 8.12960956])


def test_fsrs_rs_intervals_by_wanted_retention():
    intervals = [interval_days(1, tenth / 10) for tenth in range(1, 11)]
    assert intervals == [3116769, 34793, 2508, 387, 90, 27, 9, 3, 1, 1]


def test_fsrs_rs_forgetting_curve():
    curve = [retrievability(1, days, Parameters(decay=0.2)) for days in range(4)]
    assert curve == approx([1, 0.9, 0.84028935, 0.7985001])


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([3, 3, 3, 3, 3], [2, 11, 46, 163, 497]),
        ([4, 4, 4, 4], [8, 66, 397, 1875]),
        ([1, 3, 3, 3, 3], [1, 2, 6, 17, 44]),
    ],
)
def test_chains_without_steps(ratings, expected):
    memory, intervals = first_memory(Grade(ratings[0])), []
    intervals.append(interval_days(memory.stability_days, 0.9))
    for rating in ratings[1:]:
        memory = next_memory(memory, Grade(rating), intervals[-1])
        intervals.append(interval_days(memory.stability_days, 0.9))
    assert intervals == expected


def test_recall_falls_to_the_wanted_retention_at_the_interval():
    for retention in (0.7, 0.8, 0.9, 0.97):
        days = exact_interval_days(12.5, retention)
        assert retrievability(12.5, days) == pytest.approx(retention, rel=1e-12)


def difficulty_grade_chance() -> Iterable[tuple[int, Grade, float]]:
    return zip((1, 2, 3, 4), GRADES, (0.9, 0.8, 0.7, 0.6), strict=True)


def intervals_with_steps(ratings: list[int]) -> list[int]:
    """Days until each next rating under Anki's steps: learning 1 and 10 minutes,
    relearning 10 minutes. Only Again and Good are spoken of here."""
    steps_left, memory = 2, None
    intervals: list[int] = []
    for grade in map(Grade, ratings):
        gap_days = intervals[-1] if intervals else 0
        memory = next_memory(memory, grade, gap_days) if memory else first_memory(grade)
        steps_left = max(0, steps_left - 1) if grade == GOOD else 1
        days = 0 if steps_left else interval_days(memory.stability_days, 0.9)
        intervals.append(days)
    return intervals
