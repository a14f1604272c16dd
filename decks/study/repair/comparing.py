"""A learner's states beside what their log gives, card by card."""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection

from decks.scheduling.fsrs import Memory
from decks.scheduling.replay import Kind, LogEntry, replay
from decks.study.columns import STATE_COLUMNS
from decks.study.models import ReviewState
from decks.study.repair.state_statements import STATES_AND_LOG
from decks.study.replaying import with_marks
from decks.study.rows import Row, state_values

ROWS_AT_ONCE = 2000
"""Rows held in memory: a learner may have rated a million times."""

_MARKS_START = 3
_STATE_START = 5
_LOG_START = _STATE_START + len(STATE_COLUMNS)


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """One card: its state's columns (STATE_COLUMNS) as kept and as the log gives them.

    `kept` is None where there is no row, `expected` where the log cannot be played;
    `flaw` then says why. `log_count` is the number of its live rows.
    """

    card_id: int
    prompt: int
    kept: tuple[Any, ...] | None
    expected: tuple[Any, ...] | None
    log_count: int
    flaw: str = ""

    @property
    def differs(self) -> bool:
        """Whether the row is not what the log gives, bit for bit."""
        return self.expected is None or self.kept != self.expected

    @property
    def can_be_mended(self) -> bool:
        """Whether there is something to write in place of a row that differs."""
        return self.expected is not None and self.differs

    def __str__(self) -> str:
        name = f"card {self.card_id}"
        if self.prompt:
            name += f", prompt {self.prompt}"
        return f"{name}: {self._difference()}"

    def _difference(self) -> str:
        if self.expected is None:
            return self.flaw
        if self.kept is None:
            return f"no state, although the log has {self.log_count} of its ratings"
        pairs = zip(STATE_COLUMNS, self.kept, self.expected, strict=True)
        columns = "; ".join(
            f"{name} is {_shown(kept)}, the log gives {_shown(expected)}"
            for name, kept, expected in pairs
            if kept != expected
        )
        return columns if self.log_count else f"not in the log; {columns}"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    return f"{value:d}" if isinstance(value, int) else str(value)


def compared_cards(
    user_id: int, card_ids: Sequence[int] | None = None
) -> Iterator[Compared]:
    """Every card of the learner (or these) that has a state or a log; one statement.

    Holds ROWS_AT_ONCE rows and one card's log in memory.
    """
    rows = _read(user_id, card_ids)
    for _, of_card in itertools.groupby(rows, itemgetter(0, 1)):
        yield _compared(list(of_card))


def _read(user_id: int, card_ids: Sequence[int] | None) -> Iterator[Row]:
    cards = None if card_ids is None else list(card_ids)
    with connection.chunked_cursor() as cursor:
        cursor.execute(STATES_AND_LOG, {"user": user_id, "cards": cards})
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def _compared(rows: list[Row]) -> Compared:
    first = rows[0]
    card_id, prompt, is_kept = first[:_MARKS_START]
    kept = first[_STATE_START:_LOG_START] if is_kept else None
    log = [row[_LOG_START:] for row in rows if row[_LOG_START] is not None]
    expected, flaw = _played(log, first)
    return Compared(card_id, prompt, kept, expected, len(log), flaw)


def _played(log: list[Row], first: Row) -> tuple[tuple[Any, ...] | None, str]:
    """The columns that this log gives under the row's marks, or what is wrong with it.

    A log with a gap could be played, but a count that ends below its last sequence
    would have the next rating refused: it is for somebody to look at.
    """
    if [row[0] for row in log] != list(range(1, len(log) + 1)):
        return None, "the log of this card has a gap or a double in its sequence"
    try:
        state = replay(_entry(row) for row in log)
    except ValueError as error:
        return None, f"the log of this card cannot be played: {error}"
    hidden_until, put_aside_at = first[_MARKS_START:_STATE_START]
    if hidden_until is not None or put_aside_at is not None:
        marks = ReviewState(hidden_until=hidden_until, put_aside_at=put_aside_at)
        state = with_marks(state, marks)
    return tuple(state_values(state).values()), ""


def _entry(row: Row) -> LogEntry:
    _, level, reviewed_at, study_day, due_at, kind, stability_days, difficulty = row
    is_brought = stability_days is not None and difficulty is not None
    memory = Memory(stability_days, difficulty) if is_brought else None
    return LogEntry(level, reviewed_at, study_day, due_at, Kind(kind), memory)
