"""The schema's table of contents: imports only."""

from decks.accounts.models import User
from decks.cards.models import (
    Card,
    CardVersion,
    Deck,
    DeckReader,
)
from decks.editing.models import LikelyCopy
from decks.groups.models import (
    Block,
    GroupCard,
    GroupDay,
    GroupDeck,
    GroupEvent,
    Invitation,
    JoinRequest,
    Membership,
    StudyGroup,
)
from decks.jobs.models import Job
from decks.mails.models import MailChoice, SentMail
from decks.notices.models import Notice
from decks.reports.models import DeckReport
from decks.search.models import SearchWord
from decks.study.models import (
    CardNote,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
)
from decks.talk.models import Comment, Suggestion
from decks.transfer.models import ImportDraft, SentImport

__all__ = [
    "Block",
    "Card",
    "CardNote",
    "CardVersion",
    "Comment",
    "DayCounter",
    "Deck",
    "DeckReader",
    "DeckReport",
    "Enrolment",
    "GroupCard",
    "GroupDay",
    "GroupDeck",
    "GroupEvent",
    "ImportDraft",
    "Invitation",
    "Job",
    "JoinRequest",
    "LikelyCopy",
    "MailChoice",
    "Membership",
    "Notice",
    "Review",
    "ReviewState",
    "SearchWord",
    "SentImport",
    "SentMail",
    "StudyGroup",
    "StudySession",
    "Suggestion",
    "User",
]
