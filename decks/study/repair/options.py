"""Settings that the scheduler refuses: a learner who has one can rate nothing."""

from django.db import models
from django.db.models import Q

from decks.accounts.models import User
from decks.accounts.study_options import (
    LONGEST_INTERVAL_MAX_DAYS,
    NO_LIMIT,
    RETENTION_MAX_PERCENT,
    RETENTION_MIN_PERCENT,
    NewCardOrder,
)
from decks.cards.models import Deck
from decks.scheduling.study_days import StudyCalendar
from decks.study.models import Enrolment
from decks.study.repair.findings import Damage, Found, Tally

_OUTSIDE: dict[str, Q] = {
    "new_cards_per_day": Q(new_cards_per_day__gt=NO_LIMIT),
    "reviews_per_day": Q(reviews_per_day__gt=NO_LIMIT),
    "retention_percent": Q(retention_percent__lt=RETENTION_MIN_PERCENT)
    | Q(retention_percent__gt=RETENTION_MAX_PERCENT),
    "longest_interval_days": Q(longest_interval_days__lt=1)
    | Q(longest_interval_days__gt=LONGEST_INTERVAL_MAX_DAYS),
    "new_card_order": ~Q(new_card_order__in=NewCardOrder.values)
    & Q(new_card_order__isnull=False),
}
_HOLDERS: dict[type[models.Model], str] = {
    User: "learner",
    Deck: "deck",
    Enrolment: "enrolment",
}


def find_in_options() -> list[Found]:
    """OPTION. A statement for each option of learners, decks and enrolments, and one
    for zones and day starts.
    """
    tally = Tally(Damage.OPTION)
    for model, name in _HOLDERS.items():
        for option, outside in _OUTSIDE.items():
            rows = model._default_manager.filter(outside).order_by("pk")
            for pk, value in rows.values_list("pk", option):
                tally.add(f"{name} {pk}: {option} is {value}")
    _find_in_calendars(tally)
    return [tally.found()]


def _find_in_calendars(tally: Tally) -> None:
    days = User.objects.values_list("time_zone", "day_start_minutes").distinct()
    for time_zone, minutes in days.order_by():
        try:
            StudyCalendar(time_zone, minutes)
        except ValueError as error:
            users = User.objects.filter(time_zone=time_zone, day_start_minutes=minutes)
            for pk in users.order_by("pk").values_list("pk", flat=True):
                tally.add(f"learner {pk}: {error}")


def open_options() -> None:
    """Leave an impossible option open, so that the next one in line holds.

    No form lets such a value in, so nobody has chosen it. Zones and day starts stay:
    what the learner meant is not for us to guess.
    """
    for model in _HOLDERS:
        for option, outside in _OUTSIDE.items():
            model._default_manager.filter(outside).update(**{option: None})
