"""A card in review on a Tuesday in Berlin, and short ways to rate it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from decks.scheduling.fsrs import Memory
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
