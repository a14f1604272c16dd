"""A learner's settings in the scheduler's terms."""

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.scheduling.schedule import Settings
from decks.scheduling.study_days import StudyCalendar
from decks.study.models import Enrolment

DEFAULT_SETTINGS = Settings()


def calendar_of(user: User) -> StudyCalendar:
    """When the learner's study days begin and end."""
    return StudyCalendar(user.time_zone, user.day_start_minutes)


def enrolments_of(user: User) -> list[Enrolment]:
    """The learner's decks in title order, archived and unreadable ones left out.

    One statement; each row carries its deck.
    """
    return list(
        Enrolment.objects.filter(
            user=user, archived_at=None, deck__in=Deck.objects.readable_by(user)
        )
        .select_related("deck")
        .order_by("deck__title", "deck_id")
    )
