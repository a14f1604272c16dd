"""What the study screen and the summary show, worked out for their templates."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Deck, DeckQuerySet
from decks.scheduling.levels import Level
from decks.scheduling.words import back_in_words, interval_words
from decks.study.learners import calendar_of
from decks.study.models import ReviewState, StudySession
from decks.study.queue import SessionRow
from decks.study.recording import Recorded, read_session
from decks.study.sessions import Current
from decks.study.showings import Showing, showing_outcomes
from decks.study.standing import standings

MISSED_LEVELS = (Level.NOT_AT_ALL, Level.BARELY)
WIDE_FROM_CARDS = 24
KNOWN_WELL_LEVELS = (Level.MOSTLY, Level.PERFECTLY)


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """One of the five answers: what it is called and what it would give."""

    level: Level
    interval: str


def study_context(
    user: User, session_id: uuid.UUID, current: Current, *, now: dt.datetime
) -> dict[str, Any]:
    """The study screen: session bar, card, tiles."""
    session, showing = current.session, current.showing
    assert showing is not None  # noqa: S101  (callers send finished sessions on)
    tiles = [
        Tile(outcome.level, interval_words(outcome))
        for outcome in showing_outcomes(showing, user=user, now=now)
    ]
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
        "last_word": last_word(showing, user=user, now=now),
        "tiles": tiles,
        "rating_id": uuid.uuid4(),
        "tick": tick,
        "number": number,
        "total": total,
        "progress_label": progress_label(session, number, total),
    }


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


def receipt_words(recorded: Recorded) -> str:
    """What the toast says of a rating that was sent.

    A retry gets the words of the first reply: it counted, once.
    """
    if recorded.level is None:
        return "This card was already rated in another tab or on another device."
    back = back_in_words(recorded.interval_days, recorded.delay_minutes)
    return f"Rated {recorded.level:d}, {recorded.level.word}. {back}"


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

    Five statements, whatever the session's length.
    """
    row = read_session(user, session.id)
    levels = [level for level in session.levels if level]
    readable = Deck.objects.readable_by(user)
    decks = list(readable.filter(pk__in=session.deck_ids).order_by("title", "pk"))
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
        "again_url": _again_url(session),
        "bars": _bars(levels),
        "moves": _moves(user, session, decks),
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
    return f" in {minutes} {'minute' if minutes == 1 else 'minutes'}"


def _again_url(session: StudySession) -> str:
    deck_id = session.selection.get("deck")
    return reverse("study_deck", args=[deck_id]) if deck_id else reverse("study_due")


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


def _moves(user: User, session: StudySession, decks: list[Deck]) -> list[MasteryMove]:
    now_by_deck = standings(user, decks)
    return [
        MasteryMove(
            deck.title,
            session.mastery_at_start.get(str(deck.pk), 0),
            now_by_deck[deck.pk].mastery_percent,
        )
        for deck in decks
    ]


def _missed(
    user: User, session: StudySession, readable: DeckQuerySet, *, now: dt.datetime
) -> list[MissedCard]:
    levels = dict(zip(session.card_ids, session.levels, strict=True))
    missed_ids = [card for card, level in levels.items() if level in MISSED_LEVELS]
    tomorrow = _tomorrow(user, now=now)
    states = ReviewState.objects.filter(
        user=user, card_id__in=missed_ids, prompt=0, deck__in=readable
    ).select_related("card")
    by_card = {state.card_id: state for state in states}
    missed = [by_card[card] for card in missed_ids if card in by_card]
    return [
        MissedCard(
            state.card_id,
            state.card.question,
            Level(levels[state.card_id]),
            "Again today" if state.due_at and state.due_at < tomorrow else "Tomorrow",
        )
        for state in missed
    ]


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
