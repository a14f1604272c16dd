"""Sittings for tests: a learner in a deck with cards, and ratings as the page sends."""

import datetime as dt
import uuid
from typing import Any

from decks.models import Card, Deck, StudySession, User
from decks.scheduling.levels import Level
from decks.study.recording import (
    Recorded,
    SentRating,
    record_practice,
    record_rating,
)
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.factories import NOW, make_public_deck, make_user

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def make_learner(*, cards: int = 3, **user_fields: Any) -> tuple[User, Deck]:
    """A learner enrolled in a public deck of so many new cards."""
    user = make_user(**user_fields)
    deck = make_public_deck(cards=cards)
    enrol(user, deck, now=NOW)
    return user, deck


def start(user: User, deck: Deck | None = None, *, now: dt.datetime = NOW):
    """A sitting that must have something to show."""
    selection = Selection(deck_ids=(deck.pk,)) if deck else Selection()
    session = start_session(user, selection, now=now)
    assert session is not None
    return session


def cards_of(deck: Deck) -> list[Card]:
    return list(Card.objects.filter(deck=deck).in_deck_order())


def rate(
    user: User,
    session: StudySession,
    card: Card,
    level: int,
    *,
    seen: int = 0,
    now: dt.datetime = NOW,
    rating_id: uuid.UUID | None = None,
    answer_ms: int = 4000,
) -> Recorded:
    """One rating; its id is new unless given."""
    sent = SentRating(
        session_id=session.id,
        rating_id=rating_id or uuid.uuid4(),
        confidence=Level(level),
        seen_reviews=seen,
        answer_ms=answer_ms,
    )
    return record_rating(user=user, card_id=card.pk, sent=sent, now=now)


def practise(
    user: User,
    session: StudySession,
    card: Card,
    level: int,
    *,
    seen: int = 0,
    now: dt.datetime = NOW,
    rating_id: uuid.UUID | None = None,
) -> Recorded:
    """One rating of a practice; `seen` is the session's count of ratings."""
    sent = SentRating(
        session_id=session.id,
        rating_id=rating_id or uuid.uuid4(),
        confidence=Level(level),
        seen_reviews=seen,
        answer_ms=4000,
    )
    return record_practice(user=user, card_id=card.pk, sent=sent, now=now)
