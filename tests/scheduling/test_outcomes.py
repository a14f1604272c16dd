"""What each level does to a card: phases, counts, delays, whole days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from decks.scheduling.fsrs import Memory, next_memory
from decks.scheduling.levels import Grade, Level
from decks.scheduling.parameters import Parameters
from decks.scheduling.schedule import (
    NEW_CARD,
    CardState,
    Outcome,
    Phase,
    Settings,
    answer,
    outcomes,
)
from decks.scheduling.study_days import StudyCalendar

BERLIN = StudyCalendar("Europe/Berlin")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
MEMORY = Memory(10, 5)
REVIEWED = CardState(
    phase=Phase.REVIEW,
    memory=MEMORY,
    last_study_day=TODAY - 10 * DAY,
    showings_that_day=1,
    review_count=7,
    lapse_count=2,
    last_level=4,
    previous_level=3,
    due_at=NOW,
    last_reviewed_at=NOW - 10 * DAY,
)


def tiles(
    state: CardState = NEW_CARD,
    *,
    now: datetime = NOW,
    calendar: StudyCalendar = BERLIN,
    quantile: float | None = None,
    **settings: Any,
) -> tuple[Outcome, ...]:
    return outcomes(
        state,
        now=now,
        calendar=calendar,
        settings=Settings(**settings),
        quantile=quantile,
    )


def rate(
    state: CardState,
    level: int,
    *,
    now: datetime = NOW,
    calendar: StudyCalendar = BERLIN,
    quantile: float | None = None,
    **settings: Any,
) -> Outcome:
    return answer(
        state,
        level,
        now=now,
        calendar=calendar,
        settings=Settings(**settings),
        quantile=quantile,
    )


def memory_of(state: CardState) -> Memory:
    assert state.memory is not None
    return state.memory


def days(previewed: Sequence[Outcome]) -> list[int]:
    return [each.interval_days for each in previewed]


def minutes(previewed: Sequence[Outcome]) -> list[int]:
    return [each.delay_minutes for each in previewed]


def test_a_fresh_card_shows_1_and_10_minutes_1_2_and_8_days():
    previewed = tiles()
    assert [each.level for each in previewed] == list(Level)
    assert minutes(previewed) == [1, 10, 0, 0, 0]
    assert days(previewed) == [0, 0, 1, 2, 8]


def test_minutes_count_from_the_rating():
    first, second, *_ = tiles()
    assert first.due_at == NOW + timedelta(minutes=1)
    assert second.due_at == NOW + timedelta(minutes=10)


def test_whole_days_fall_due_at_the_start_of_that_study_day():
    starts = [each.due_at for each in tiles()[2:]]
    assert starts == [BERLIN.start_of(TODAY + count * DAY) for count in (1, 2, 8)]
    assert starts[0] == datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize("phase", [None, *Phase])
@pytest.mark.parametrize("level", [1, 2])
def test_a_failure_comes_back_within_minutes_in_every_phase(phase, level):
    outcome = rate(replace(REVIEWED, phase=phase), level)
    assert (outcome.interval_days, outcome.delay_minutes) == (0, (1, 10)[level - 1])


@pytest.mark.parametrize(
    ("phase", "after", "lapses"),
    [
        (None, Phase.LEARNING, 0),
        (Phase.LEARNING, Phase.LEARNING, 0),
        (Phase.REVIEW, Phase.RELEARNING, 1),
        (Phase.RELEARNING, Phase.RELEARNING, 0),
    ],
)
@pytest.mark.parametrize("level", [1, 2])
def test_only_a_failure_in_review_is_a_lapse(phase, after, lapses, level):
    state = rate(replace(REVIEWED, phase=phase), level).state
    assert state.phase == after
    assert state.lapse_count == REVIEWED.lapse_count + lapses


@pytest.mark.parametrize("phase", [None, *Phase])
@pytest.mark.parametrize("level", [3, 4, 5])
def test_a_success_graduates_from_every_phase(phase, level):
    outcome = rate(replace(REVIEWED, phase=phase), level)
    assert outcome.state.phase == Phase.REVIEW
    assert outcome.state.lapse_count == REVIEWED.lapse_count
    assert outcome.interval_days >= 1
    assert outcome.delay_minutes == 0


@pytest.mark.parametrize("level", Level)
def test_the_memory_takes_one_step_with_the_level_s_grade(level):
    expected = next_memory(MEMORY, level.grade, 10)
    assert rate(REVIEWED, level).state.memory == expected


def test_the_rest_of_the_state():
    outcome = rate(REVIEWED, 2)
    assert outcome.state.review_count == 8
    assert (outcome.state.last_level, outcome.state.previous_level) == (2, 4)
    assert outcome.state.last_study_day == TODAY
    assert outcome.state.last_reviewed_at == NOW
    assert outcome.state.due_at == outcome.due_at


def test_a_chain_of_mostly_reviewed_when_due():
    state, now, chain = NEW_CARD, NOW, []
    for _ in range(5):
        outcome = rate(state, 4, now=now)
        state, now = outcome.state, outcome.due_at
        chain.append(outcome.interval_days)
    assert chain == [2, 11, 46, 163, 497]


def test_the_hour_within_a_study_day_does_not_matter():
    late, early = BERLIN.start_of(TODAY) - timedelta(seconds=1), NOW - 10 * DAY
    state = rate(NEW_CARD, 4, now=early).state
    at_start = rate(state, 4, now=BERLIN.start_of(TODAY - DAY))
    assert rate(state, 4, now=late).state.memory == at_start.state.memory


def test_two_minutes_across_the_day_start_are_a_day():
    start = BERLIN.start_of(TODAY)
    state = rate(NEW_CARD, 4, now=start - timedelta(minutes=1)).state
    after = rate(state, 4, now=start + timedelta(minutes=1)).state
    assert after.memory == next_memory(memory_of(state), Grade.GOOD, 1)


def test_a_delay_ends_with_the_study_day_so_that_no_level_outlasts_a_higher_one():
    start = BERLIN.start_of(TODAY)
    previewed = tiles(now=start - timedelta(minutes=5))
    assert previewed[0].due_at == start - timedelta(minutes=4)
    assert previewed[1].due_at == previewed[2].due_at == start
    assert minutes(previewed)[:2] == [1, 10]


# Showings in one study day


def test_showings_are_counted_within_a_study_day():
    state, counts = NEW_CARD, []
    for minute in (0, 1, 11):
        state = rate(state, 1, now=NOW + timedelta(minutes=minute)).state
        counts.append(state.showings_that_day)
    state = rate(state, 1, now=NOW + DAY).state
    assert [*counts, state.showings_that_day] == [1, 2, 3, 1]


def test_up_to_the_third_showing_a_failure_comes_back_today():
    state = replace(REVIEWED, last_study_day=TODAY, showings_that_day=2)
    assert minutes(tiles(state))[:2] == [1, 10]


@pytest.mark.parametrize("showings", [3, 4, 9])
def test_after_the_fourth_showing_a_failure_is_due_tomorrow(showings):
    state = replace(REVIEWED, last_study_day=TODAY, showings_that_day=showings)
    first, second, *_ = tiles(state)
    for outcome in (first, second):
        assert outcome.due_at == BERLIN.start_of(TODAY + DAY)
        assert (outcome.interval_days, outcome.delay_minutes) == (1, 0)
        assert outcome.state.phase == Phase.RELEARNING


def test_after_the_fourth_showing_a_success_keeps_its_interval():
    fourth = replace(REVIEWED, last_study_day=TODAY, showings_that_day=3)
    second = replace(REVIEWED, last_study_day=TODAY, showings_that_day=1)
    assert days(tiles(fourth))[2:] == days(tiles(second))[2:]


def test_showings_of_another_day_do_not_count():
    state = replace(REVIEWED, last_study_day=TODAY - DAY, showings_that_day=9)
    assert minutes(tiles(state))[:2] == [1, 10]


# The order of whole days


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
