"""The order of whole days and their cap, clocks and zones that move, refusals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from decks.scheduling.fsrs import Memory, next_memory
from decks.scheduling.levels import Grade
from decks.scheduling.parameters import Parameters
from decks.scheduling.schedule import NEW_CARD, CardState, Phase, Settings
from decks.scheduling.study_days import StudyCalendar

from .rating import (
    DAY,
    MEMORY,
    NOW,
    REVIEWED,
    TODAY,
    days,
    memory_of,
    rate,
    tiles,
)


def test_equal_intervals_are_mended_to_a_day_apart():
    weak = replace(REVIEWED, memory=Memory(0.01, 10), last_study_day=TODAY)
    assert days(tiles(weak))[2:] == [1, 2, 3]


def test_first_stabilities_in_the_wrong_order_are_mended():
    odd = Parameters(
        first_stability_hard_days=20,
        first_stability_good_days=5,
        first_stability_easy_days=1,
    )
    assert days(tiles(parameters=odd)) == [0, 0, 20, 21, 22]


@pytest.mark.parametrize(
    ("cap", "expected"), [(1, [1, 1, 1]), (2, [1, 2, 2]), (5, [1, 2, 5])]
)
def test_the_longest_interval_caps_and_only_there_levels_are_equal(cap, expected):
    assert days(tiles(maximum_interval_days=cap))[2:] == expected


@pytest.mark.parametrize("quantile", [None, 0.0, 0.5, 1 - 2**-53])
def test_the_longest_interval_holds_after_fuzz_and_mending(quantile):
    strong = replace(REVIEWED, memory=Memory(36500, 1))
    assert days(tiles(strong, quantile=quantile))[2:] in (
        [3650, 3650, 3650],
        [3466, 3467, 3468],
        [3558, 3559, 3560],
    )
    assert max(days(tiles(strong, quantile=quantile))) <= 3650


def test_one_quantile_moves_all_three_levels_the_same_way():
    plain = days(tiles(REVIEWED))[2:]
    low = days(tiles(REVIEWED, quantile=0.0))[2:]
    high = days(tiles(REVIEWED, quantile=0.999))[2:]
    assert all(a < b < c for a, b, c in zip(low, plain, high, strict=True))


def test_fuzz_leaves_the_memory_alone():
    assert (
        rate(REVIEWED, 4, quantile=0.0).state.memory
        == rate(REVIEWED, 4, quantile=0.999).state.memory
    )


def test_a_higher_retention_shortens_the_interval():
    intervals = [
        rate(REVIEWED, 4, retention=retention).interval_days
        for retention in (0.7, 0.8, 0.9, 0.97)
    ]
    assert intervals == sorted(intervals, reverse=True)
    assert len(set(intervals)) == 4


# Clocks and zones that move


@pytest.mark.parametrize(
    "now",
    [NOW - DAY, NOW - 30 * DAY, NOW - 365 * DAY],
    ids=["back a day", "back a month", "back a year"],
)
def test_a_clock_set_back_counts_as_the_same_day(now):
    state = replace(REVIEWED, last_study_day=TODAY, last_reviewed_at=NOW)
    outcome = rate(state, 4, now=now)
    assert outcome.state.memory == next_memory(MEMORY, Grade.GOOD, 0)
    assert outcome.interval_days >= 1
    assert outcome.due_at > now


def test_a_clock_a_year_ahead_heals_when_it_is_right_again():
    ahead = rate(REVIEWED, 4, now=NOW + 365 * DAY).state
    right = rate(ahead, 4, now=NOW).state
    assert right.last_study_day == TODAY
    next_day = rate(right, 4, now=NOW + DAY).state
    assert next_day.memory == next_memory(memory_of(right), Grade.GOOD, 1)


def test_a_zone_moved_west_over_the_date_counts_as_the_same_day():
    kiritimati = StudyCalendar("Pacific/Kiritimati")
    midway = StudyCalendar("Pacific/Midway")
    state = rate(NEW_CARD, 4, calendar=kiritimati).state
    moved = rate(state, 4, now=NOW + timedelta(hours=1), calendar=midway)
    assert state.last_study_day == date(2026, 11, 24)
    assert moved.state.last_study_day == date(2026, 11, 23)
    assert moved.state.memory == next_memory(memory_of(state), Grade.GOOD, 0)
    assert moved.due_at > NOW


def test_minutes_are_real_minutes_when_the_clock_changes():
    # 2:55 local, five minutes before the clock goes back to 2:00.
    zone = ZoneInfo("Europe/Berlin")
    local = datetime(2026, 10, 25, 0, 55, tzinfo=UTC).astimezone(zone)
    assert rate(NEW_CARD, 2, now=local).due_at == datetime(
        2026, 10, 25, 1, 5, tzinfo=UTC
    )


def test_a_memory_without_a_day_counts_from_today():
    imported = CardState(phase=Phase.REVIEW, memory=MEMORY)
    assert rate(imported, 4).state.memory == next_memory(MEMORY, Grade.GOOD, 0)


# What is refused


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ValueError, match="Level"):
        rate(NEW_CARD, level)


@pytest.mark.parametrize("retention", [0.69, 0.98, 1.0, float("nan")])
def test_a_retention_out_of_range_is_refused(retention):
    with pytest.raises(ValueError, match="retention"):
        Settings(retention=retention)


def test_a_longest_interval_under_a_day_is_refused():
    with pytest.raises(ValueError, match="longest interval"):
        Settings(maximum_interval_days=0)
