"""States from the log: what a card's live rows come to, for undo, marks and repair."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from decks.accounts.models import User
from decks.scheduling.fsrs import Memory
from decks.scheduling.replay import Kind, LogEntry, replay, replay_steps
from decks.scheduling.schedule import CardState
from decks.study.models import Review, ReviewState


def live_rows(user: User, card_id: int, prompt: int = 0) -> list[Review]:
    """The rows that made a card's state, oldest first; practice is none of them."""
    return list(live_reviews(user, card_id, prompt).order_by("sequence"))


def live_reviews(user: User, card_id: int, prompt: int = 0) -> QuerySet[Review]:
    """The same in no order, to be asked for together with others."""
    rows = Review.objects.filter(user=user, card_id=card_id, prompt=prompt)
    return rows.filter(undone_at=None).exclude(kind=Review.Kind.CRAM)


def replayed(rows: Iterable[Review]) -> CardState:
    """The state after these rows of one card, given in the order of their sequence.

    ValueError for a level that is none.
    """
    return replay(_entry(row) for row in rows)


def replayed_steps(rows: Iterable[Review]) -> list[CardState]:
    """The state after each of these rows, given as to `replayed`."""
    return list(replay_steps(_entry(row) for row in rows))


def _entry(row: Review) -> LogEntry:
    return LogEntry(
        level=row.level,
        reviewed_at=row.reviewed_at,
        study_day=row.study_day,
        due_at=row.due_at,
        kind=Kind(row.kind),
        memory=_memory(row),
    )


def _memory(row: Review) -> Memory | None:
    if row.memory_stability_days is None or row.memory_difficulty is None:
        return None
    return Memory(row.memory_stability_days, row.memory_difficulty)


def due_with_marks(
    due_at: dt.datetime | None, state: ReviewState
) -> dt.datetime | None:
    """When a card may be shown: not before it is hidden until, never while put aside.

    `due_at` is what the log gives. statements.RECORD says the same in SQL.
    """
    if state.put_aside_at is not None or due_at is None:
        return None
    return max(due_at, state.hidden_until or due_at)


def with_marks(replayed: CardState, state: ReviewState) -> CardState:
    """The state as its row must hold it, under the marks of that row."""
    return dataclasses.replace(replayed, due_at=due_with_marks(replayed.due_at, state))
