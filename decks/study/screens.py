"""What the study screen shows, worked out for its templates."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from decks.accounts.models import User
from decks.scheduling.levels import Level
from decks.scheduling.words import back_in_words, interval_words
from decks.study.changes import earlier_text
from decks.study.counters import STUCK_LAPSES
from decks.study.learners import calendar_of
from decks.study.models import StudySession
from decks.study.recording import Receipt, Recorded, moment_us
from decks.study.rows import SessionRow
from decks.study.sessions import Current
from decks.study.showings import Showing, showing_outcomes


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """One of the five answers: what it is called and what it would give.

    A practice gives nothing: its `interval` is empty.
    """

    level: Level
    interval: str


def study_context(
    user: User, session_id: uuid.UUID, current: Current, *, now: dt.datetime
) -> dict[str, Any]:
    """The study screen: session bar, card, tiles."""
    session, showing = current.session, current.showing
    assert showing is not None  # noqa: S101  (callers send finished sessions on)
    is_practice = session.kind == StudySession.Kind.CRAM
    # A card that comes back stands at its own place; a planned one that fell out of
    # the plan before it leaves its tick unrated.
    known = showing.card_id in session.card_ids
    tick = session.card_ids.index(showing.card_id) if known else session.position
    total = session.total_count + (0 if known else 1)
    # A card that comes back takes the number of the next one: the count never falls.
    number = min(session.rated_count + 1, total)
    return {
        "session_id": session_id,
        "session": session,
        "showing": showing,
        "earlier": earlier_text(showing),
        "is_practice": is_practice,
        "rate_url": "practise" if is_practice else "rate",
        "seen_reviews": (
            session.rating_count if is_practice else showing.state.review_count
        ),
        "seen_at": moment_us(showing.state.last_reviewed_at),
        "last_word": last_word(showing, user=user, now=now),
        "tiles": _tiles(showing, is_practice, user=user, now=now),
        "rating_id": uuid.uuid4(),
        "tick": tick,
        "number": number,
        "total": total,
        "progress_label": progress_label(session, number, total),
    }


def _tiles(
    showing: Showing, is_practice: bool, *, user: User, now: dt.datetime
) -> list[Tile]:
    if is_practice:
        return [Tile(level, "") for level in Level]
    previewed = showing_outcomes(showing, user=user, now=now)
    return [Tile(outcome.level, interval_words(outcome)) for outcome in previewed]


def progress_label(session: SessionRow, number: int, total: int) -> str:
    """What a screen reader says for the session's ticks."""
    counts = [(session.levels.count(level), level.word.lower()) for level in Level]
    so_far = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"Card {number} of {total}. Rated so far: {so_far or 'none yet'}."


def last_word(showing: Showing, *, user: User, now: dt.datetime) -> str:
    """`Barely, 9 days ago`: the last rating and its age in study days; '' when new."""
    last_study_day = showing.state.last_study_day
    if showing.last_level is None or last_study_day is None:
        return ""
    days = (calendar_of(user).day_of(now) - last_study_day).days
    age = "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
    return f"{showing.last_level.word}, {age}"


_NOT_COUNTED = {
    Receipt.RATED_ELSEWHERE: (
        "This card was already rated in another tab or on another device."
    ),
    Receipt.UNDONE: "That rating was undone in the meantime. It does not count.",
}


def receipt_words(recorded: Recorded) -> str:
    """What the toast says of a rating that was sent.

    A retry gets the words of the first reply: it counted, once.
    """
    if recorded.level is None:
        return _NOT_COUNTED[recorded.receipt]
    said = f"Rated {recorded.level:d}, {recorded.level.word}."
    if not recorded.interval_days and not recorded.delay_minutes:
        return f"{said} Practice: its schedule stays."
    back = back_in_words(recorded.interval_days, recorded.delay_minutes)
    if recorded.lapse_count >= STUCK_LAPSES:
        return f"{said} {back} Missed {recorded.lapse_count} times: it is stuck."
    return f"{said} {back}"


def browse_context(
    user: User,
    session_id: uuid.UUID,
    current: Current,
    *,
    place: int,
    now: dt.datetime,
) -> dict[str, Any]:
    """A card that is only looked at; `place` in the plan counts from 1."""
    session, showing = current.session, current.showing
    assert showing is not None  # noqa: S101  (callers pass cards by that are gone)
    total = max(session.planned_count, len(session.card_ids))
    return {
        "session_id": session_id,
        "session": session,
        "is_browsing": True,
        "showing": showing,
        "earlier": earlier_text(showing),
        "last_word": last_word(showing, user=user, now=now),
        "previous_place": place - 1,
        "next_place": place + 1 if place < total else 0,
        "place": place,
        "number": place,
        "total": total,
    }
