"""Running the statements written by hand, and rows as what they mean."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.types.numeric import Int8

from decks.scheduling.fsrs import Memory
from decks.scheduling.schedule import CardState, Phase

Row = tuple[Any, ...]


def fetch_all(sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """All rows of one statement on Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _typed(parameters))
        rows: list[Row] = cursor.fetchall()
    return rows


def fetch_one(sql: str, parameters: Mapping[str, Any]) -> Row | None:
    """The first row of one statement, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _typed(parameters))
        row: Row | None = cursor.fetchone()
    return row


def _typed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers as bigint, whatever their size.

    Else the driver says smallint or integer as the value has it, and the server would
    prepare the same statement once for every mixture.
    """
    return {
        name: Int8(value)
        if isinstance(value, int) and type(value) is not bool
        else value
        for name, value in parameters.items()
    }


@dataclasses.dataclass(frozen=True, slots=True)
class SessionRow:
    """A study session as the statements return it (columns.SESSION_COLUMNS)."""

    kind: str
    title: str
    is_narrow: bool
    deck_ids: list[int]
    card_ids: list[int]
    levels: list[int]
    position: int
    planned_count: int
    rating_count: int
    last_rating_id: uuid.UUID | None
    answer_ms: int
    stop_after_ms: int | None
    study_day: dt.date
    ended_at: dt.datetime | None

    @property
    def rated_count(self) -> int:
        """Cards rated at least once."""
        return len(self.levels) - self.levels.count(0)

    @property
    def total_count(self) -> int:
        """What "of 34" says: planned cards less those that fell out of the plan.

        A planned card falls out when another device rated it or it was deleted.
        """
        passed = self.levels[: self.position].count(0)
        return max(self.planned_count - passed, self.rated_count)

    @property
    def is_out_of_time(self) -> bool:
        """Whether the minutes that the learner set for it are used up."""
        return self.stop_after_ms is not None and self.answer_ms >= self.stop_after_ms


def session_from_row(row: Sequence[Any]) -> SessionRow:
    """A session from the columns columns.SESSION_COLUMNS, in their order."""
    return SessionRow(*row)


def state_from_row(row: Sequence[Any]) -> CardState:
    """A state from the columns STATE_COLUMNS, in this order; all None is new."""
    (
        phase,
        stability_days,
        difficulty,
        due_at,
        last_reviewed_at,
        last_study_day,
        *counts,
    ) = row
    showings, reviews, lapses, last_level, previous_level = (n or 0 for n in counts)
    return CardState(
        phase=None if phase is None else Phase(phase),
        memory=None if stability_days is None else Memory(stability_days, difficulty),
        last_study_day=last_study_day,
        showings_that_day=showings,
        review_count=reviews,
        lapse_count=lapses,
        last_level=last_level,
        previous_level=previous_level,
        due_at=due_at,
        last_reviewed_at=last_reviewed_at,
    )


def state_values(state: CardState) -> dict[str, Any]:
    """The columns STATE_COLUMNS of a state, by name."""
    memory = state.memory
    return {
        "phase": state.phase,
        "stability_days": memory and memory.stability_days,
        "difficulty": memory and memory.difficulty,
        "due_at": state.due_at,
        "last_reviewed_at": state.last_reviewed_at,
        "last_study_day": state.last_study_day,
        "showings_that_day": state.showings_that_day,
        "review_count": state.review_count,
        "lapse_count": state.lapse_count,
        "last_level": state.last_level,
        "previous_level": state.previous_level,
    }
