"""The schema's table of contents: imports only."""

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.study.models import (
    CardNote,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
)

__all__ = [
    "Card",
    "CardNote",
    "DayCounter",
    "Deck",
    "Enrolment",
    "Review",
    "ReviewState",
    "StudySession",
    "User",
]
