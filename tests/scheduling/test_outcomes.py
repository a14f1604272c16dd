"""What each level does to a card: phases, counts, delays, whole days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from decks.scheduling.fsrs import next_memory
from decks.scheduling.levels import Grade, Level
from decks.scheduling.schedule import NEW_CARD, Phase

from .rating import (
    BERLIN,
    DAY,
    MEMORY,
    NOW,
    REVIEWED,
    TODAY,
    days,
    memory_of,
    minutes,
    rate,
    tiles,
)


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
