"""The schema's table of contents: imports only."""

from decks.accounts.models import User
from decks.cards.models import (
    Card,
    CardVersion,
    Deck,
    DeckReader,
)
from decks.editing.models import LikelyCopy
from decks.search.models import SearchWord
from decks.study.models import (
    CardNote,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
)
from decks.transfer.models import ImportDraft

__all__ = [
    "Card",
    "CardNote",
    "CardVersion",
    "DayCounter",
    "Deck",
    "DeckReader",
    "Enrolment",
    "ImportDraft",
    "LikelyCopy",
    "Review",
    "ReviewState",
    "SearchWord",
    "StudySession",
    "User",
]
