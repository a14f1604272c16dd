"""What readers say of cards: what they suggest, and what they talk about."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from decks.cards.models import SIDE_MAX_CHARACTERS, TAG_MAX_CHARACTERS, Card, Deck

COMMENT_MAX_CHARACTERS = 4_000
REASON_MAX_CHARACTERS = 1_000


class Suggestion(models.Model):
    """What a reader would change in a deck, for its editors to accept or decline.

    A change carries the whole text that the card should have and the `card_version`
    that its author saw; a new card has no card yet (once accepted, the one that was
    made); a removal carries no text. `is_together` is one that was opened to be written
    together: everyone who reads the deck may comment, its author keeps the text.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", "Change"
        NEW = "new", "New card"
        REMOVAL = "removal", "Removal"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        CHANGED = "changed", "Accepted with changes"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    deck = models.ForeignKey(
        Deck, on_delete=models.CASCADE, related_name="suggestions", db_index=False
    )
    card = models.ForeignKey(
        Card, on_delete=models.SET_NULL, null=True, related_name="suggestions"
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    question = models.TextField(
        blank=True, default="", validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)]
    )
    answer = models.TextField(
        blank=True, default="", validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)]
    )
    tags = ArrayField(
        models.CharField(max_length=TAG_MAX_CHARACTERS), default=list, blank=True
    )
    card_version = models.PositiveIntegerField(null=True)
    reason = models.TextField("reason or source", blank=True, default="")
    is_together = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    form_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer_words = models.TextField(blank=True, default="")

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["deck", "state", "-created_at", "-id"],
                name="suggestion_by_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Comment(models.Model):
    """What somebody said about a card, or about a suggestion for it.

    Plain text; everyone who may read the deck, where the card lies now, reads it.
    """

    card = models.ForeignKey(
        Card, on_delete=models.CASCADE, null=True, related_name="comments"
    )
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.CASCADE, null=True, related_name="comments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(validators=[MaxLengthValidator(COMMENT_MAX_CHARACTERS)])
    form_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(card__isnull=False) | Q(suggestion__isnull=False),
                name="comment_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"
