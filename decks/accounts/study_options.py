"""How one likes to study: the same five options for a person, a deck, a study group
and an enrolment.

What is left empty (None) is decided elsewhere: an enrolment's option wins over its
group's, the group's over the deck's, the deck's over the learner's, and the last word
is `DEFAULT_OPTIONS`.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

NO_LIMIT = 9999
"""So many cards a day mean as many as there are."""

RETENTION_MIN_PERCENT, RETENTION_MAX_PERCENT = 70, 97
LONGEST_INTERVAL_MAX_DAYS = 36_500


class NewCardOrder(models.TextChoices):
    """How new cards come up."""

    DECK = "deck", "In the deck's order"
    SHUFFLED = "shuffled", "Shuffled"


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """The options as they apply to one learner in one deck; nothing is left open."""

    new_cards_per_day: int = 20
    reviews_per_day: int = NO_LIMIT
    retention_percent: int = 90
    longest_interval_days: int = 3650
    new_card_order: str = NewCardOrder.DECK.value


DEFAULT_OPTIONS = Options()

OPTION_NAMES = tuple(field.name for field in dataclasses.fields(Options))
"""The option columns, in the order in which statements and `resolved` name them."""


def resolved(*choices: Sequence[Any]) -> Options:
    """The options of several rows of values (OPTION_NAMES), the strongest first."""
    rows = (*choices, dataclasses.astuple(DEFAULT_OPTIONS))
    return Options(*(_first(column) for column in zip(*rows, strict=True)))


def _first(values: Sequence[Any]) -> Any:
    return next(value for value in values if value is not None)


def option_values(row: "StudyOptions") -> tuple[Any, ...]:
    """A row's own options, None where it leaves one open."""
    return tuple(getattr(row, name) for name in OPTION_NAMES)


class StudyOptions(models.Model):
    """Base of the four that hold options."""

    new_cards_per_day = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(NO_LIMIT)]
    )
    reviews_per_day = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(NO_LIMIT)]
    )
    retention_percent = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[
            MinValueValidator(RETENTION_MIN_PERCENT),
            MaxValueValidator(RETENTION_MAX_PERCENT),
        ],
    )
    longest_interval_days = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL_MAX_DAYS)],
    )
    new_card_order = models.CharField(  # noqa: DJ001  (empty is a choice's value)
        max_length=8, choices=NewCardOrder.choices, null=True, blank=True
    )

    class Meta:
        abstract = True
