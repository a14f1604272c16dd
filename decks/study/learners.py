"""A learner's settings in the scheduler's terms."""

import functools
from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from decks.accounts.models import User
from decks.accounts.study_options import Options, StudyOptions, option_values, resolved
from decks.cards.models import Deck
from decks.scheduling.schedule import Settings
from decks.scheduling.study_days import StudyCalendar
from decks.study.models import Enrolment

DEFAULT_ZONE = "UTC"


def calendar_of(user: User) -> StudyCalendar:
    """When the learner's study days begin and end.

    In a zone that this machine does not know (a restored database) days are UTC's: a
    day that begins at another hour costs less than a page that fails.
    """
    return _calendar(user.time_zone, user.day_start_minutes)


@functools.lru_cache(maxsize=1000)
def _calendar(time_zone: str, day_start_minutes: int) -> StudyCalendar:
    try:
        return StudyCalendar(time_zone, day_start_minutes)
    except ValueError:
        return StudyCalendar(DEFAULT_ZONE, day_start_minutes)


def options_of(user: User, here: Sequence[Any]) -> Options:
    """The options where `here` are those of enrolment and deck (OPTION_NAMES)."""
    return resolved(here, option_values(user))


def enrolment_options(user: User, enrolment: Enrolment) -> Options:
    """The same of an enrolment that carries its deck and its group."""
    own, proposed = option_values(enrolment), proposed_options(enrolment)
    return resolved(own, *proposed, option_values(user))


def proposed_options(enrolment: Enrolment) -> list[tuple[Any, ...]]:
    """What others propose for it, the strongest first: its group, then the deck."""
    rows: list[StudyOptions] = [enrolment.deck]
    if enrolment.group is not None:
        rows.insert(0, enrolment.group)
    return [option_values(row) for row in rows]


@functools.lru_cache(maxsize=1000)
def _settings(retention_percent: int, longest_interval_days: int) -> Settings:
    return Settings(
        retention=retention_percent / 100,
        maximum_interval_days=longest_interval_days,
    )


def scheduler_settings(options: Options) -> Settings:
    """What the scheduler needs of the options."""
    return _settings(options.retention_percent, options.longest_interval_days)


def enrolments_of(user: User) -> list[Enrolment]:
    """The learner's decks in title order, archived and unreadable ones left out.

    One statement; each row carries its deck and its group.
    """
    return list(
        Enrolment.objects.filter(
            user=user, archived_at=None, deck__in=Deck.objects.readable_by(user)
        )
        .select_related("deck", "group")
        .order_by("deck__title", "deck_id")
    )


def enrolment_or_404(user: User, deck_id: int) -> Enrolment:
    """The learner's row of a deck that is theirs and readable, with its deck."""
    mine = Enrolment.objects.filter(
        user=user, archived_at=None, deck__in=Deck.objects.readable_by(user)
    )
    found = mine.select_related("deck", "group")
    enrolment: Enrolment = get_object_or_404(found, deck_id=deck_id)
    enrolment.user = user
    return enrolment


def options_by_deck(user: User, enrolments: Sequence[Enrolment]) -> dict[int, Options]:
    """The options that apply in each of these decks."""
    return {row.deck_id: enrolment_options(user, row) for row in enrolments}
