"""Recording a rating: the only writer of review states and of the log."""

import dataclasses
import datetime as dt
import enum
import uuid
from typing import Any

from django.db import IntegrityError, connection, transaction

from decks.accounts.models import User
from decks.cards.models import Card
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Level
from decks.scheduling.schedule import DELAY_MINUTES, CardState, Outcome, answer
from decks.study import statements
from decks.study.learners import DEFAULT_SETTINGS, calendar_of
from decks.study.models import Review, StudySession
from decks.study.queue import SessionRow
from decks.study.showings import state_from_row

ANSWER_MAX_MS = 600_000
"""Ten minutes: whoever takes longer has left the desk."""


@dataclasses.dataclass(frozen=True, slots=True)
class SentRating:
    """A rating as it was sent.

    `rating_id` is the showing's own, so that a retry counts once; `seen_reviews` is the
    review count that the shown tiles were worked out from; `answer_ms` is what the
    browser claims.
    """

    session_id: uuid.UUID
    rating_id: uuid.UUID
    confidence: Level
    seen_reviews: int
    answer_ms: int
    prompt: int = 0


class Receipt(enum.Enum):
    """What became of a rating that was sent."""

    COUNTED = "counted"
    ALREADY_COUNTED = "already counted"
    RATED_ELSEWHERE = "rated elsewhere"


@dataclasses.dataclass(frozen=True, slots=True)
class Recorded:
    """The receipt, what the card got (for the toast), and the session afterwards."""

    receipt: Receipt
    session: SessionRow
    level: Level | None = None
    interval_days: int = 0
    delay_minutes: int = 0


class NoSuchSession(Exception):
    """The session is not this learner's; nothing was written."""


class _Stale(Exception):
    """The card's reviews are not those that the sender saw."""


def record_rating(
    *, user: User, card: Card, sent: SentRating, now: dt.datetime
) -> Recorded:
    """Count one rating, once, in one transaction. Two statements when it counts.

    Where the card has moved on since it was shown, nothing is written: either this very
    rating was counted before (a retry: same id) or another tab or device rated the same
    showing. Raises NoSuchSession.
    """
    given = _parameters(user, card, sent, now)
    try:
        with transaction.atomic():
            state = _locked_state(given)
            if state.review_count != sent.seen_reviews:
                raise _Stale
            outcome = answer(
                state,
                sent.confidence,
                now=now,
                calendar=calendar_of(user),
                settings=DEFAULT_SETTINGS,
                quantile=quantile(user.pk, card.pk, sent.prompt, state.review_count),
            )
            session = _write(given, outcome)
    except (_Stale, IntegrityError):
        # IntegrityError: the id was used for another showing, a moment ago or long ago.
        return _not_counted(user, sent)
    given_time = outcome.interval_days, outcome.delay_minutes
    return Recorded(Receipt.COUNTED, session, sent.confidence, *given_time)


def _parameters(
    user: User, card: Card, sent: SentRating, now: dt.datetime
) -> dict[str, Any]:
    return {
        "user": user.pk,
        "card": card.pk,
        "prompt": sent.prompt,
        "deck": card.deck_id,
        "session": sent.session_id,
        "rating": sent.rating_id,
        "now": now,
        "answer_ms": min(max(sent.answer_ms, 0), ANSWER_MAX_MS),
    }


def _locked_state(given: dict[str, Any]) -> CardState:
    with connection.cursor() as cursor:
        cursor.execute(statements.LOCK_STATE, given)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (an upsert with RETURNING gives one row)
    return state_from_row(row)


def _write(given: dict[str, Any], outcome: Outcome) -> SessionRow:
    state = outcome.state
    assert state.memory is not None  # noqa: S101  (an answered card has a memory)
    parameters = given | {
        "phase": state.phase,
        "stability_days": state.memory.stability_days,
        "difficulty": state.memory.difficulty,
        "due_at": outcome.due_at,
        "interval_days": outcome.interval_days,
        "study_day": state.last_study_day,
        "showings_that_day": state.showings_that_day,
        "review_count": state.review_count,
        "lapse_count": state.lapse_count,
        "last_level": state.last_level,
        "previous_level": state.previous_level,
        "new_cards": int(state.review_count == 1),
    }
    for level in Level:
        parameters[f"level_{level:d}"] = int(level == outcome.level)
    with connection.cursor() as cursor:
        cursor.execute(statements.RECORD, parameters)
        row = cursor.fetchone()
    if row is None:
        raise NoSuchSession
    return session_from_row(row)


def session_from_row(row: tuple[Any, ...]) -> SessionRow:
    """A session from the columns statements.SESSION_COLUMNS, in their order."""
    values = dict(zip(statements.SESSION_COLUMNS, row, strict=True))
    return SessionRow(**values)


def read_session(user: User, session_id: uuid.UUID) -> SessionRow:
    """The learner's session. One statement. Raises NoSuchSession."""
    row = (
        StudySession.objects.filter(user=user, id=session_id)
        .values_list(*statements.SESSION_COLUMNS)
        .first()
    )
    if row is None:
        raise NoSuchSession
    return session_from_row(row)


def _not_counted(user: User, sent: SentRating) -> Recorded:
    session = read_session(user, sent.session_id)
    earlier = Review.objects.filter(user=user, rating_id=sent.rating_id).first()
    if earlier is None:
        return Recorded(Receipt.RATED_ELSEWHERE, session)
    level, days = Level(earlier.level), earlier.interval_days
    minutes = 0 if days else DELAY_MINUTES[level]
    return Recorded(Receipt.ALREADY_COUNTED, session, level, days, minutes)
