"""A card's state computed from its log is the state that the ratings left."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from decks.scheduling.fsrs import Memory, next_memory
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Grade
from decks.scheduling.parameters import Parameters
from decks.scheduling.replay import Kind, LogEntry, replay, replay_steps
from decks.scheduling.schedule import NEW_CARD, CardState, Phase, Settings, answer

from .histories import random_calendar, random_gap_days, random_settings

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
DUE = START + timedelta(days=3)


def rated_history(random: Random) -> tuple[list[LogEntry], list[CardState], Settings]:
    """A card's log beside the state after each row; the zone moves now and then."""
    now, state, settings = START, NEW_CARD, random_settings(random)
    log, states = [], []
    for _ in range(random.randint(1, 25)):
        now += timedelta(
            days=random_gap_days(random), minutes=random.randrange(-90, 90)
        )
        calendar, level = random_calendar(random), random.randint(1, 5)
        outcome = answer(
            state,
            level,
            now=now,
            calendar=calendar,
            settings=settings,
            quantile=quantile(1, 1, 0, state.review_count),
        )
        state = outcome.state
        log.append(LogEntry(level, now, calendar.day_of(now), outcome.due_at))
        states.append(state)
    return log, states, settings


def entry(level=4, *, days=0, kind=Kind.REVIEW, memory=None) -> LogEntry:
    at = START + timedelta(days=days)
    return LogEntry(level, at, at.date(), DUE, kind, memory)


def test_replay_equals_the_states_step_by_step():
    random = Random(7)
    for _ in range(200):
        log, states, settings = rated_history(random)
        for count, state in enumerate(states, start=1):
            assert replay(log[:count], settings.parameters) == state


def test_an_empty_log_is_a_new_card():
    assert replay([]) == NEW_CARD


def test_undoing_the_last_row_gives_the_state_before_it():
    log, states, settings = rated_history(Random(11))
    assert len(log) > 1
    assert replay(log[:-1], settings.parameters) == states[-2]


def test_the_due_date_is_the_last_row_s_and_not_computed_again():
    later = replace(entry(), due_at=DUE + timedelta(days=100))
    assert replay([entry(), later]).due_at == DUE + timedelta(days=100)


def test_other_parameters_change_the_memory_and_not_the_due_date():
    log = [entry(4), entry(4, days=3), entry(2, days=20), entry(5, days=21)]
    first, again = replay(log), replay(log, Parameters(recall_gain=1))
    assert again.memory != first.memory
    assert replace(again, memory=first.memory) == first


def test_cramming_leaves_no_trace():
    crammed = [entry(), entry(1, days=1, kind=Kind.CRAM), entry(days=2)]
    assert replay(crammed) == replay([crammed[0], crammed[2]])


def test_a_reset_makes_the_card_new_and_the_count_goes_on():
    state = replay([entry(), entry(1, days=1), entry(days=2, kind=Kind.RESET)])
    assert state == replace(NEW_CARD, review_count=3)


def test_after_a_reset_the_first_rating_is_a_first_rating():
    again = replay([entry(1), entry(kind=Kind.RESET), entry(4)])
    assert again.memory == replay([entry(4)]).memory


def test_an_import_brings_its_own_memory():
    brought = entry(3, kind=Kind.IMPORT, memory=Memory(42, 6))
    state = replay([brought])
    assert (state.memory, state.phase, state.due_at) == (
        Memory(42, 6),
        Phase.REVIEW,
        DUE,
    )
    after = replay([brought, entry(4, days=30)])
    assert after.memory == next_memory(Memory(42, 6), Grade.GOOD, 30)


def test_an_imported_rating_without_a_memory_counts_as_a_rating():
    assert replay([entry(2, kind=Kind.IMPORT)]) == replay([entry(2)])


def test_a_log_whose_days_run_backwards_gives_no_negative_gap():
    backwards = replay([entry(days=0), entry(days=-400)])
    assert backwards.memory == replay([entry(), entry()]).memory
    assert backwards.last_study_day == date(2025, 10, 20)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ValueError, match="Level"):
        replay([entry(0)])


def test_the_steps_end_where_the_replay_does():
    rows = [entry(3), entry(1), entry(0, kind=Kind.RESET), entry(4)]
    steps = list(replay_steps(rows))
    assert [step.last_level for step in steps] == [3, 1, 0, 4]
    assert steps[-1] == replay(rows)
    assert list(replay_steps([])) == []
