"""What the summary of a sitting shows, worked out for its template."""

import dataclasses
import datetime as dt
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.plurals import counted
from decks.cards.querysets import DeckQuerySet
from decks.scheduling.levels import Level
from decks.study.learners import calendar_of
from decks.study.models import Enrolment, ReviewState, StudySession
from decks.study.recording import read_session
from decks.study.selections import missed_in
from decks.study.standing import standing_of

KNOWN_WELL_LEVELS = (Level.MOSTLY, Level.PERFECTLY)
WIDE_FROM_CARDS = 24


@dataclasses.dataclass(frozen=True, slots=True)
class MasteryMove:
    """A deck's mastery when the sitting began and now."""

    title: str
    before_percent: int
    after_percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class MissedCard:
    """A card rated 1 or 2, and when it comes back."""

    card_id: int
    question: str
    level: Level
    back: str


def summary_context(
    user: User, session: StudySession, *, now: dt.datetime
) -> dict[str, Any]:
    """The summary: how many, how long, how well, and what was missed.

    Eight statements, whatever the session's length.
    """
    row = read_session(user, session.id)
    levels = [level for level in session.levels if level]
    readable = Deck.objects.readable_by(user)
    is_practice = session.kind == StudySession.Kind.CRAM
    return {
        "session": session,
        "session_id": session.id,
        "levels": levels,
        "rated_count": len(levels),
        "duration": duration_words(session.answer_ms),
        # Fewer ticks do not reach the right end, where "Last card" stands.
        "is_wide": len(levels) >= WIDE_FROM_CARDS,
        "known_well": sum(1 for level in levels if level in KNOWN_WELL_LEVELS),
        "left_count": row.total_count - row.rated_count,
        # Not a deck that was closed to them or taken down meanwhile.
        "goes_on": readable.filter(pk__in=session.deck_ids).exists(),
        "is_practice": is_practice,
        "is_out_of_time": row.is_out_of_time,
        "minutes": (session.stop_after_ms or 0) // 60_000,
        "bars": _bars(levels),
        "moves": [] if is_practice else _moves(user, session, readable),
        "missed": _missed(user, session, readable, now=now),
        "tomorrow_count": _due_tomorrow(user, session, now=now),
    }


def duration_words(answer_ms: int) -> str:
    """` in 11 minutes`, ` in under a minute`; empty where no time is known."""
    minutes = round(answer_ms / 60_000)
    if not answer_ms:
        return ""
    if answer_ms < 60_000:
        return " in under a minute"
    return f" in {counted(minutes, 'minute')}"


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """How often a level was given; `width` of 400 for the level given most often."""

    level: Level
    count: int
    width: int


def _bars(levels: list[int]) -> list[Bar]:
    counts = {level: levels.count(level) for level in reversed(Level)}
    most = max(counts.values()) or 1
    return [
        Bar(level, count, round(400 * count / most)) for level, count in counts.items()
    ]


def _moves(
    user: User, session: StudySession, readable: DeckQuerySet
) -> list[MasteryMove]:
    enrolments = (
        Enrolment.objects.filter(
            user=user, deck_id__in=session.deck_ids, deck__in=readable
        )
        .select_related("deck")
        .order_by("deck__title", "deck_id")
    )
    return [
        MasteryMove(
            row.deck.title,
            session.mastery_at_start.get(str(row.deck_id), 0),
            standing_of(row).mastery_percent,
        )
        for row in enrolments
    ]


def _missed(
    user: User, session: StudySession, readable: DeckQuerySet, *, now: dt.datetime
) -> list[MissedCard]:
    levels = missed_in(user, session.id)
    cards = Card.objects.filter(deck__in=readable).in_bulk(list(levels))
    states = ReviewState.objects.filter(user=user, card_id__in=cards, prompt=0)
    by_card = {state.card_id: state for state in states}
    counts = session.kind == StudySession.Kind.REVIEW
    return [
        MissedCard(
            card_id,
            cards[card_id].question,
            Level(level),
            _back_words(user, by_card.get(card_id), now=now) if counts else "",
        )
        for card_id, level in levels.items()
        if card_id in cards
    ]


def _back_words(user: User, state: ReviewState | None, *, now: dt.datetime) -> str:
    if state is None or state.due_at is None:
        return "Put aside" if state is not None and state.put_aside_at else "New"
    calendar = calendar_of(user)
    days = (calendar.day_of(state.due_at) - calendar.day_of(now)).days
    if days <= 0:
        return "Again today"
    return "Tomorrow" if days == 1 else f"In {days} days"


def _tomorrow(user: User, *, now: dt.datetime, ahead: int = 1) -> dt.datetime:
    """When the learner's next study day begins, or the one `ahead` days from now."""
    calendar = calendar_of(user)
    return calendar.start_of(calendar.day_of(now) + dt.timedelta(days=ahead))


def _due_tomorrow(user: User, session: StudySession, *, now: dt.datetime) -> int:
    return ReviewState.objects.filter(
        user=user,
        card_id__in=session.card_ids,
        prompt=0,
        due_at__gte=_tomorrow(user, now=now),
        due_at__lt=_tomorrow(user, now=now, ahead=2),
    ).count()
