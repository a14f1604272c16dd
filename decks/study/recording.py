"""Recording a rating: the only writer of a card's next state."""

import dataclasses
import datetime as dt
import enum
import uuid
from typing import Any

from django.db import IntegrityError

from decks.accounts.models import User
from decks.accounts.study_options import OPTION_NAMES
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Level
from decks.scheduling.schedule import DELAY_MINUTES, CardState, Outcome, answer
from decks.study import columns, statements
from decks.study.access import compact, with_access, with_short_names
from decks.study.counters import card_changes, rating_counts
from decks.study.learners import calendar_of, options_of, scheduler_settings
from decks.study.models import Review, StudySession
from decks.study.rows import (
    SessionRow,
    fetch_one,
    session_from_row,
    state_from_row,
    state_values,
)
from decks.study.tallies import move_state

ANSWER_MAX_MS = 600_000
"""Ten minutes: whoever takes longer has left the desk."""

_OPTIONS_END = 1 + len(OPTION_NAMES)
_REVIEW = StudySession.Kind.REVIEW
_RECORD, _RECORD_NAMES = with_short_names(compact(statements.RECORD))


@dataclasses.dataclass(frozen=True, slots=True)
class SentRating:
    """A rating as it was sent.

    `rating_id` is the showing's own, so that a retry counts once; `seen_reviews` is the
    review count that the shown tiles were worked out from (in a practice the session's
    `rating_count`), `seen_at_us` when the last of them was (`moment_us`; None where the
    sender does not say); `answer_ms` is what the browser claims.
    """

    session_id: uuid.UUID
    rating_id: uuid.UUID
    confidence: Level
    seen_reviews: int
    answer_ms: int
    prompt: int = 0
    seen_at_us: int | None = None


def moment_us(moment: dt.datetime | None) -> int:
    """A moment as microseconds of Unix time, 0 for none: what a form can hold."""
    return 0 if moment is None else round(moment.timestamp() * 1_000_000)


class Receipt(enum.Enum):
    """What became of a rating that was sent."""

    COUNTED = "counted"
    ALREADY_COUNTED = "already counted"
    RATED_ELSEWHERE = "rated elsewhere"
    UNDONE = "undone"


@dataclasses.dataclass(frozen=True, slots=True)
class Recorded:
    """The receipt, what the card got (for the toast), and the session afterwards.

    `lapse_count` is how often the card was missed, where this rating missed it again.
    """

    receipt: Receipt
    session: SessionRow
    level: Level | None = None
    interval_days: int = 0
    delay_minutes: int = 0
    lapse_count: int = 0


class NoSuchSession(Exception):
    """The session is not this learner's; nothing was written."""


class NoSuchCard(Exception):
    """The card is not one that this learner may read; nothing was written."""


def record_rating(
    *, user: User, card_id: int, sent: SentRating, now: dt.datetime
) -> Recorded:
    """Count one rating, once. Two statements when it counts: read, then write.

    The writing is one statement, so it is done whole or not at all, and only if the
    card still stands where it was read. Where it has moved on since it was shown,
    nothing is written: either this very rating was counted before (a retry: same id) or
    another tab or device rated the same showing. A card that an editor moves to another
    deck at this moment is read again. Raises NoSuchCard and NoSuchSession.
    """
    read = _read(user, card_id, sent)
    recorded = _record(user, card_id, sent, read, now=now)
    if recorded.receipt is Receipt.RATED_ELSEWHERE:
        again = _read(user, card_id, sent)
        if again.deck_id != read.deck_id:
            return _record(user, card_id, sent, again, now=now)
    return recorded


def _record(
    user: User, card_id: int, sent: SentRating, read: "_Read", *, now: dt.datetime
) -> Recorded:
    before, deck_id = read.state, read.deck_id
    if not _is_as_seen(before, sent):
        return _not_counted(user, sent, _REVIEW)
    outcome = answer(
        before,
        sent.confidence,
        now=now,
        calendar=calendar_of(user),
        settings=scheduler_settings(options_of(user, read.options)),
        quantile=quantile(user.pk, card_id, sent.prompt, before.review_count),
    )
    given = {"user": user.pk, "card": card_id, "prompt": sent.prompt, "deck": deck_id}
    session = _write(given | _sent_parameters(sent), read, outcome)
    if session is None:
        return _not_counted(user, sent, _REVIEW, deck_id)
    lapses = outcome.state.lapse_count
    return Recorded(
        Receipt.COUNTED,
        session,
        sent.confidence,
        outcome.interval_days,
        outcome.delay_minutes,
        lapses if lapses > before.lapse_count else 0,
    )


def _is_as_seen(state: CardState, sent: SentRating) -> bool:
    """Whether the card still stands where the sender saw it.

    The count alone would not tell: it may have been undone and rated again since.
    """
    given = sent.seen_at_us
    is_same_time = given is None or given == moment_us(state.last_reviewed_at)
    return state.review_count == sent.seen_reviews and is_same_time


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    """What a rating is worked out from: `options` are enrolment's and deck's,
    `given_days` the interval that the last rating gave."""

    state: CardState
    deck_id: int
    options: tuple[Any, ...]
    given_days: int


def _read(user: User, card_id: int, sent: SentRating) -> _Read:
    row = fetch_one(*_for(user, statements.READ_CARD, card=card_id))
    if row is None:
        raise NoSuchCard
    deck_id, state_deck_id = row[0], row[_OPTIONS_END]
    state = state_from_row(row[_OPTIONS_END + 1 : -1])
    if state_deck_id not in (None, deck_id):
        move_state(user, card_id, state, deck_id=deck_id, from_deck_id=state_deck_id)
    return _Read(state, deck_id, row[1:_OPTIONS_END], row[-1] or 0)


def _for(user: User, sql: str, **given: Any) -> tuple[str, dict[str, Any]]:
    filled, parameters = with_access(sql, user)
    return filled, parameters | {"user": user.pk} | given


def _sent_parameters(sent: SentRating) -> dict[str, Any]:
    return {
        "session": sent.session_id,
        "rating": sent.rating_id,
        "answer_ms": min(max(sent.answer_ms, 0), ANSWER_MAX_MS),
    }


def _write(given: dict[str, Any], read: _Read, outcome: Outcome) -> SessionRow | None:
    """The session afterwards; None where nothing was written."""
    parameters = given | _outcome_parameters(given["answer_ms"], read, outcome)
    try:
        row = fetch_one(
            _RECORD, {short: parameters[name] for name, short in _RECORD_NAMES.items()}
        )
    except IntegrityError:
        # The id, new a moment ago, was used for another card at the same time.
        return None
    return None if row is None else session_from_row(row)


def _outcome_parameters(
    answer_ms: int, read: _Read, outcome: Outcome
) -> dict[str, Any]:
    before, after = read.state, outcome.state
    rated = rating_counts(
        before, after, answer_ms=answer_ms, given_days=read.given_days
    )
    tallied = card_changes(before, after)
    return (
        state_values(after)
        | {"seen": before.review_count, "seen_at": before.last_reviewed_at}
        | {"interval_days": outcome.interval_days}
        | {f"n_{name}": count for name, count in rated.items()}
        | {f"e_{name}": change for name, change in tallied.items()}
    )


def record_practice(
    *, user: User, card_id: int, sent: SentRating, now: dt.datetime
) -> Recorded:
    """Log one rating of a practice, once; the schedule stays. One statement.

    Raises NoSuchCard and NoSuchSession.
    """
    given = {
        "card": card_id,
        "prompt": sent.prompt,
        "level": int(sent.confidence),
        "seen": sent.seen_reviews,
        "now": now,
        "study_day": calendar_of(user).day_of(now),
    }
    given |= _sent_parameters(sent)
    try:
        row = fetch_one(*_for(user, statements.RECORD_CRAM, **given))
    except IntegrityError:
        row = None
    if row is None:
        if fetch_one(*_for(user, statements.READ_CARD, card=card_id)) is None:
            raise NoSuchCard
        return _not_counted(user, sent, StudySession.Kind.CRAM)
    return Recorded(Receipt.COUNTED, session_from_row(row), sent.confidence)


def read_session(user: User, session_id: uuid.UUID) -> SessionRow:
    """The learner's session. One statement. Raises NoSuchSession."""
    row = (
        StudySession.objects.filter(user=user, id=session_id)
        .values_list(*columns.SESSION_COLUMNS)
        .first()
    )
    if row is None:
        raise NoSuchSession
    return session_from_row(row)


def _not_counted(
    user: User, sent: SentRating, kind: str, deck_id: int | None = None
) -> Recorded:
    """Why nothing was written.

    Raises NoSuchSession where it is of another kind, or not about this deck.
    """
    session = read_session(user, sent.session_id)
    earlier = Review.objects.filter(user=user, rating_id=sent.rating_id).first()
    if session.kind != kind or deck_id not in (None, *session.deck_ids):
        raise NoSuchSession
    if earlier is None:
        return Recorded(Receipt.RATED_ELSEWHERE, session)
    if earlier.undone_at is not None:
        return Recorded(Receipt.UNDONE, session)
    level, days = Level(earlier.level), earlier.interval_days
    minutes = 0 if days or earlier.due_at is None else DELAY_MINUTES[level]
    return Recorded(Receipt.ALREADY_COUNTED, session, level, days, minutes)
