"""What one learner does with a deck: all rows carry the user in their keys.

Keys are composite and start with the user (PERFORMANCE: a learner's rows lie
together, and a distributed Postgres could shard by user). No row means a new card.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from decks.cards.models import Card, Deck


class LearnerRow(models.Model):
    """Base of every learner's row. Without related names: nothing reaches down."""

    # Every key below starts with the user: an index of its own would only cost.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True


class Enrolment(LearnerRow):
    """Makes a deck "mine": key (user, deck)."""

    pk = models.CompositePrimaryKey("user_id", "deck_id")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    new_cards_per_day = models.PositiveSmallIntegerField(default=20)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "decks"


class ReviewState(LearnerRow):
    """Where one card stands for one learner: key (user, card, prompt).

    The sum of the log: replaying a card's live `Review` rows gives this row again.
    `stability_days` and `difficulty` are FSRS-6's S and D (docs: SCHEDULER).
    """

    class Phase(models.IntegerChoices):
        LEARNING = 1, "Learning"
        REVIEW = 2, "Review"
        RELEARNING = 3, "Relearning"

    pk = models.CompositePrimaryKey("user_id", "card_id", "prompt")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    prompt = models.PositiveSmallIntegerField(default=0)
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    phase = models.PositiveSmallIntegerField(choices=Phase.choices, null=True)
    stability_days = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due_at = models.DateTimeField(null=True)
    last_reviewed_at = models.DateTimeField(null=True)
    last_study_day = models.DateField(null=True)
    showings_that_day = models.PositiveSmallIntegerField(default=0)
    review_count = models.PositiveIntegerField(default=0)
    lapse_count = models.PositiveIntegerField(default=0)
    last_level = models.PositiveSmallIntegerField(default=0)
    previous_level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["user", "deck", "due_at"], name="state_due_by_deck"),
            # Few rows at any time: the cards whose delay of minutes is running.
            models.Index(
                fields=["user", "due_at"],
                condition=Q(phase__in=[1, 3]),
                name="state_waiting",
            ),
        ]


class StudySession(LearnerRow):
    """One sitting: key (user, id).

    `selection` says what was asked for, {"kind": "due"} or {"kind": "deck", "deck": 1},
    `deck_ids` what that meant then. `card_ids` is the order in which cards are shown,
    `levels` runs beside it (0 not rated yet, else the latest level), `position` is the
    place of the next card that was not shown yet, `planned_count` what "of 34" says.
    """

    pk = models.CompositePrimaryKey("user_id", "id")
    id = models.UUIDField()
    selection = models.JSONField()
    title = models.CharField(max_length=200)
    deck_ids = ArrayField(models.BigIntegerField(), default=list)
    card_ids = ArrayField(models.BigIntegerField(), default=list)
    levels = ArrayField(models.PositiveSmallIntegerField(), default=list)
    position = models.PositiveIntegerField(default=0)
    planned_count = models.PositiveIntegerField(default=0)
    mastery_at_start = models.JSONField(default=dict)
    answer_ms = models.PositiveBigIntegerField(default=0)
    study_day = models.DateField()
    started_at = models.DateTimeField()
    last_rated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["user", "-started_at"], name="session_latest_first"),
        ]


class Review(LearnerRow):
    """The log, append-only and the truth: key (user, rating_id).

    `sequence` counts a card's reviews from 1 and is held unique among live rows, so
    the same showing cannot be rated twice. Only `undone_at` is ever updated.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", "Review"
        CRAM = "cram", "Cram"
        IMPORT = "import", "Import"
        RESET = "reset", "Reset"

    pk = models.CompositePrimaryKey("user_id", "rating_id")
    rating_id = models.UUIDField()
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    prompt = models.PositiveSmallIntegerField(default=0)
    session_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.REVIEW)
    sequence = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    reviewed_at = models.DateTimeField()
    study_day = models.DateField()
    answer_ms = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    interval_days = models.PositiveIntegerField(
        "whole days given, 0 for a delay of minutes"
    )
    parameter_version = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["user", "session_id", "reviewed_at"], name="review_by_session"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "card", "prompt", "sequence"],
                condition=Q(undone_at=None),
                name="review_once_per_showing",
            ),
        ]


class DayCounter(LearnerRow):
    """What a learner did in one deck on one study day: key (user, study_day, deck)."""

    pk = models.CompositePrimaryKey("user_id", "study_day", "deck_id")
    study_day = models.DateField()
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    new_cards = models.PositiveIntegerField(default=0)
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)
    level_5 = models.PositiveIntegerField(default=0)
    answer_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "decks"
