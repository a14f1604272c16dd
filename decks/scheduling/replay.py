"""The log is the truth: a card's state computed again from its live rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial, reduce

from decks.scheduling.fsrs import DEFAULT_PARAMETERS, Memory, Parameters
from decks.scheduling.levels import Level
from decks.scheduling.schedule import (
    NEW_CARD,
    CardState,
    Phase,
    memory_after,
    state_after,
)


class Kind(StrEnum):
    """What a log row records; the values of `Review.kind`."""

    REVIEW = "review"
    CRAM = "cram"
    IMPORT = "import"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One live row of the log: what was said, when, and the due date that was given.

    A reset gives none.
    `memory` is the state that an import brought along. An import without one, of a
    history that was rated elsewhere, counts as a rating.
    """

    level: int
    reviewed_at: datetime
    study_day: date
    due_at: datetime | None
    kind: Kind = Kind.REVIEW
    memory: Memory | None = None


def replay(
    entries: Iterable[LogEntry], parameters: Parameters = DEFAULT_PARAMETERS
) -> CardState:
    """The state after a card's live rows, given in the order of their sequence.

    S and D are computed again with these parameters, the due date is that of the last
    row. ValueError for a level that is none. Undone rows must be left out.
    """
    return reduce(partial(_replay_one, parameters), entries, NEW_CARD)


def replay_steps(
    entries: Iterable[LogEntry], parameters: Parameters = DEFAULT_PARAMETERS
) -> Iterator[CardState]:
    """The state after each of these rows; the last is that of `replay`."""
    state = NEW_CARD
    for entry in entries:
        state = _replay_one(parameters, state, entry)
        yield state


def _replay_one(parameters: Parameters, state: CardState, entry: LogEntry) -> CardState:
    if entry.kind == Kind.CRAM:
        return state
    if entry.kind == Kind.RESET:
        # The count goes on, so that no sequence number and no fuzz comes twice.
        return replace(NEW_CARD, review_count=state.review_count + 1)
    level = Level(entry.level)
    memory = entry.memory or memory_after(state, level, entry.study_day, parameters)
    after = state_after(
        state,
        level,
        memory,
        reviewed_at=entry.reviewed_at,
        study_day=entry.study_day,
        due_at=entry.due_at,
    )
    return after if entry.memory is None else replace(after, phase=Phase.REVIEW)
