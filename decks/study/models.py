"""What one learner does with a deck: all rows carry the user in their keys.

Keys are composite and start with the user (PERFORMANCE: a learner's rows lie
together, and a distributed Postgres could shard by user). No row means a new card.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from decks.accounts.study_options import StudyOptions
from decks.cards.models import Card, Deck
from decks.study.counters import STUCK_LAPSES


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


class Enrolment(LearnerRow, StudyOptions):
    """Makes a deck "mine": key (user, deck).

    Beside the learner's own options for this deck it counts the learner's cards in it,
    so that no page counts them: seen cards by the latest level and by phase. The counts
    move with each rating, in its transaction (`statements.RECORD`); they carry no
    check, so that a wrong one costs no rating (`manage.py check_data` mends it).
    """

    pk = models.CompositePrimaryKey("user_id", "deck_id")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(
        "decks.StudyGroup",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose options hold here, next to the learner's own",
    )
    exam_date = models.DateField("the learner's own", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    level_1 = models.IntegerField(default=0)
    level_2 = models.IntegerField(default=0)
    level_3 = models.IntegerField(default=0)
    level_4 = models.IntegerField(default=0)
    level_5 = models.IntegerField(default=0)
    learning = models.IntegerField(default=0)
    review = models.IntegerField(default=0)
    relearning = models.IntegerField(default=0)
    mastered = models.IntegerField("rated 4 or 5 the last two times", default=0)
    stuck = models.IntegerField("missed STUCK_LAPSES times or more", default=0)

    class Meta:
        app_label = "decks"


_FEW_STATES = {
    "state_new_with_row": Q(phase=None),
    "state_flagged": Q(flagged_at__isnull=False),
    "state_put_aside": Q(put_aside_at__isnull=False),
    "state_stuck": Q(lapse_count__gte=STUCK_LAPSES),
}


class ReviewState(LearnerRow):
    """Where one card stands for one learner: key (user, card, prompt).

    The sum of the log: replaying a card's live `Review` rows gives this row again.
    `stability_days` and `difficulty` are FSRS-6's S and D (docs: SCHEDULER). A card
    without a phase is new, whether it has a row or not: a flag, a hidden or a started
    over card needs one.

    The last three columns are the learner's marks, which the log does not hold.
    `due_at` is when the card may be shown: what the log gives, not before
    `hidden_until`, and None while it is put aside (`replaying.due_with_marks`).
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
    flagged_at = models.DateTimeField(null=True)
    hidden_until = models.DateTimeField(null=True)
    put_aside_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["user", "deck", "due_at"], name="state_due_by_deck"),
            # Few rows at any time: the cards whose delay of minutes is running,
            models.Index(
                fields=["user", "due_at"],
                condition=Q(phase__in=[1, 3]),
                name="state_waiting",
            ),
            # and those that carry a mark, are new with one, or are stuck.
            *(
                models.Index(fields=["user", "deck"], condition=which, name=name)
                for name, which in _FEW_STATES.items()
            ),
        ]


class CardNote(LearnerRow):
    """A learner's own words on a card, seen by nobody else: key (user, card)."""

    pk = models.CompositePrimaryKey("user_id", "card_id")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "decks"


class StudySession(LearnerRow):
    """One sitting: key (user, id).

    `selection` says what was asked for (`selections.Selection`), `deck_ids` what that
    meant then. `card_ids` is the order in which cards are shown, `levels` runs beside
    it (0 not rated yet, else the latest level), `position` is the place of the next
    card that was not shown yet, `planned_count` what "of 34" says.
    `rating_count` are its live ratings, `last_rating_id` is what undo takes back next.
    Where the selection is narrower than its decks (`is_narrow`), a card that waits from
    an earlier sitting comes only if the plan holds it.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", "Study"
        CRAM = "cram", "Practice"
        BROWSE = "browse", "Browse"

    pk = models.CompositePrimaryKey("user_id", "id")
    id = models.UUIDField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.REVIEW)
    selection = models.JSONField()
    is_narrow = models.BooleanField(default=False)
    stop_after_ms = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    deck_ids = ArrayField(models.BigIntegerField(), default=list)
    card_ids = ArrayField(models.BigIntegerField(), default=list)
    levels = ArrayField(models.PositiveSmallIntegerField(), default=list)
    position = models.PositiveIntegerField(default=0)
    planned_count = models.PositiveIntegerField(default=0)
    mastery_at_start = models.JSONField(default=dict)
    rating_count = models.PositiveIntegerField(default=0)
    last_rating_id = models.UUIDField(null=True)
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
    the same showing cannot be rated twice. Practice (`cram`) leaves the schedule alone:
    its rows have sequence 0 and no due date. `deck_id` is the deck the card lay in
    then, without a foreign key: the deck may go while the card lives on elsewhere. An
    imported history may bring a memory state along. Only `undone_at` is ever updated,
    with one exception: where an editor makes one card out of two copies, the rows of
    the dropped card become rows of the kept one, and the live rows of both are numbered
    anew by time (`editing.copy_merging`). What was rated was one thing to know: left
    with a card that is gone, it would be lost to its learners, and rows written a
    second time would count it twice in each day and sitting.
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
    deck_id = models.BigIntegerField()
    session_id = models.UUIDField(null=True)
    session_place = models.PositiveIntegerField(
        "which live rating of its session, from 1; 0 outside of one", default=0
    )
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.REVIEW)
    sequence = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    reviewed_at = models.DateTimeField()
    study_day = models.DateField()
    answer_ms = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    interval_days = models.PositiveIntegerField(
        "whole days given, 0 for a delay of minutes"
    )
    parameter_version = models.PositiveIntegerField(default=0)
    memory_stability_days = models.FloatField(null=True)
    memory_difficulty = models.FloatField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["user", "session_id", "session_place"], name="review_by_session"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "card", "prompt", "sequence"],
                condition=Q(undone_at=None) & ~Q(kind="cram"),
                name="review_once_per_showing",
            ),
        ]


class DayCounter(LearnerRow):
    """What a learner did in one deck on one study day: key (user, study_day, deck).

    Live ratings by level, the time they took, how many were of new cards, how many of
    cards in the review phase; practice is counted apart. `young` and `mature` are those
    of cards last rated on an earlier study day, by the interval that they had been
    given, and how many of them were recalled (rated 3 to 5). Sums of the log, kept in
    the rating's transaction. No check holds them above 0: a wrong counter costs no
    rating.

    The last columns are the deck as it stood before the day's first rating: all its
    cards, and those seen by their level. They say how a deck came to be known, however
    cards come, go and move; unknown in rows that a repair made.
    """

    pk = models.CompositePrimaryKey("user_id", "study_day", "deck_id")
    study_day = models.DateField()
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    new_cards = models.IntegerField(default=0)
    reviews = models.IntegerField("ratings in the review phase", default=0)
    level_1 = models.IntegerField(default=0)
    level_2 = models.IntegerField(default=0)
    level_3 = models.IntegerField(default=0)
    level_4 = models.IntegerField(default=0)
    level_5 = models.IntegerField(default=0)
    answer_ms = models.BigIntegerField(default=0)
    # A rating's statement leaves these two to the database.
    practice_ratings = models.IntegerField(default=0, db_default=0)
    practice_ms = models.BigIntegerField(default=0, db_default=0)
    young = models.IntegerField("ratings of cards a day or more later", default=0)
    young_recalled = models.IntegerField(default=0)
    mature = models.IntegerField("the same after MATURE_DAYS or more", default=0)
    mature_recalled = models.IntegerField(default=0)
    start_cards = models.IntegerField(null=True)
    start_1 = models.IntegerField(null=True)
    start_2 = models.IntegerField(null=True)
    start_3 = models.IntegerField(null=True)
    start_4 = models.IntegerField(null=True)
    start_5 = models.IntegerField(null=True)

    class Meta:
        app_label = "decks"
