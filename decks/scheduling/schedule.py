"""One rating: what each of the five levels would do to a card, and when it is due.

Levels 1 and 2 bring the card back within minutes, 3 to 5 after whole study days. After
four showings on one study day, 1 and 2 wait for the next study day as well; 3 to 5 keep
their intervals then, which never end on the same study day anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from decks.scheduling.fsrs import (
    DEFAULT_PARAMETERS,
    Memory,
    Parameters,
    first_memory,
    interval_days,
    next_memory,
)
from decks.scheduling.fuzz import fuzzed_days
from decks.scheduling.levels import Level
from decks.scheduling.study_days import StudyCalendar

SHOWINGS_A_DAY = 4
RETENTION_MIN = 0.70
RETENTION_MAX = 0.97

DELAY_MINUTES = {Level.NOT_AT_ALL: 1, Level.BARELY: 10}


class Phase(IntEnum):
    """Where a card stands; a card without a phase is new."""

    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class CardState:
    """What is known of one card for one learner; `NEW_CARD` when it is nothing.

    `last_level` and `previous_level` are 1 to 5, 0 for none.
    """

    phase: Phase | None = None
    memory: Memory | None = None
    last_study_day: date | None = None
    showings_that_day: int = 0
    review_count: int = 0
    lapse_count: int = 0
    last_level: int = 0
    previous_level: int = 0
    due_at: datetime | None = None
    last_reviewed_at: datetime | None = None


NEW_CARD = CardState()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner may set. ValueError outside .70-.97 or under one day."""

    retention: float = 0.9
    maximum_interval_days: int = 3650
    parameters: Parameters = DEFAULT_PARAMETERS

    def __post_init__(self) -> None:
        if not RETENTION_MIN <= self.retention <= RETENTION_MAX:
            message = f"A retention of {self.retention} cannot be planned for"
            raise ValueError(message)
        if self.maximum_interval_days < 1:
            message = f"{self.maximum_interval_days} days is no longest interval"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one level does: exactly one of `interval_days`, `delay_minutes` is 0."""

    level: Level
    state: CardState
    due_at: datetime
    interval_days: int
    delay_minutes: int


def outcomes(
    state: CardState,
    *,
    now: datetime,
    calendar: StudyCalendar,
    settings: Settings,
    quantile: float | None,
) -> tuple[Outcome, ...]:
    """The five tiles, level 1 first: a higher level never comes back sooner.

    `quantile` is in [0, 1) (`fuzz.quantile`) and shared by all; None leaves fuzz out.
    """
    now = now.astimezone(UTC)
    today = calendar.day_of(now)
    memories = [
        memory_after(state, level, today, settings.parameters) for level in Level
    ]
    all_days = (
        *_days_after_failure(state, today),
        *_days_after_recall(memories[2:], settings, quantile),
    )
    return tuple(
        _outcome(state, level, memory, days, now=now, today=today, calendar=calendar)
        for level, memory, days in zip(Level, memories, all_days, strict=True)
    )


def answer(
    state: CardState,
    level: int,
    *,
    now: datetime,
    calendar: StudyCalendar,
    settings: Settings,
    quantile: float | None,
) -> Outcome:
    """What this level does: the tile that `outcomes` shows. ValueError but for 1-5."""
    previewed = outcomes(
        state, now=now, calendar=calendar, settings=settings, quantile=quantile
    )
    return previewed[Level(level) - 1]


def memory_after(
    state: CardState, level: Level, study_day: date, parameters: Parameters
) -> Memory:
    """The memory after a rating on this study day.

    Elapsed days are differences of study days and never negative: where a zone has
    moved or the clock went back, the rating counts as one on the same day.
    """
    if state.memory is None:
        return first_memory(level.grade, parameters)
    last_study_day = state.last_study_day or study_day
    elapsed_days = max(0, (study_day - last_study_day).days)
    return next_memory(state.memory, level.grade, elapsed_days, parameters)


def state_after(
    state: CardState,
    level: Level,
    memory: Memory,
    *,
    reviewed_at: datetime,
    study_day: date,
    due_at: datetime | None,
) -> CardState:
    """The state that a rating leaves; the day it was given on becomes the last one."""
    lapsed = state.phase == Phase.REVIEW and not level.recalled
    return CardState(
        phase=phase_after(state.phase, level),
        memory=memory,
        last_study_day=study_day,
        showings_that_day=_showings(state, study_day),
        review_count=state.review_count + 1,
        lapse_count=state.lapse_count + lapsed,
        last_level=level,
        previous_level=state.last_level,
        due_at=due_at,
        last_reviewed_at=reviewed_at,
    )


def phase_after(phase: Phase | None, level: Level) -> Phase:
    """Where a rating leaves a card that stood there; None is a new one."""
    if level.recalled:
        return Phase.REVIEW
    return Phase.LEARNING if phase in (None, Phase.LEARNING) else Phase.RELEARNING


def _outcome(
    state: CardState,
    level: Level,
    memory: Memory,
    days: int,
    *,
    now: datetime,
    today: date,
    calendar: StudyCalendar,
) -> Outcome:
    minutes = 0 if days else DELAY_MINUTES[level]
    due_at = calendar.start_of(today + timedelta(days=days or 1))
    if minutes:
        # Level 3 may be due at the next day start: 1 and 2 never outlast that.
        due_at = min(due_at, now + timedelta(minutes=minutes))
    after = state_after(
        state, level, memory, reviewed_at=now, study_day=today, due_at=due_at
    )
    return Outcome(level, after, due_at, days, minutes)


def _days_after_failure(state: CardState, today: date) -> tuple[int, int]:
    """Whole days for levels 1 and 2: none, or 1 when the day's showings are used up."""
    return (1, 1) if _showings(state, today) >= SHOWINGS_A_DAY else (0, 0)


def _days_after_recall(
    memories: Sequence[Memory], settings: Settings, quantile: float | None
) -> list[int]:
    """Whole days for levels 3 to 5, each a day above the one before, up to the cap."""
    cap = settings.maximum_interval_days
    shortest, mended = 1, []
    for memory in memories:
        days = min(cap, _interval_days(memory, settings))
        if quantile is not None:
            days = fuzzed_days(days, quantile, cap)
        mended.append(min(cap, max(shortest, days)))
        shortest = mended[-1] + 1
    return mended


def _interval_days(memory: Memory, settings: Settings) -> int:
    return interval_days(memory.stability_days, settings.retention, settings.parameters)


def _showings(state: CardState, study_day: date) -> int:
    """Which showing of the study day this rating ends, counted from 1."""
    return state.showings_that_day + 1 if state.last_study_day == study_day else 1
