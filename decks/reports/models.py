"""What readers of public decks report to whoever runs the site."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from decks.cards.models import Deck

WORDS_MAX_CHARACTERS = 1_000


class DeckReport(models.Model):
    """Somebody says that a public deck should not be there; one open at a time each.

    `answer` is what they were told, and of a deck that was taken down its owner too.
    """

    class Reason(models.TextChoices):
        COPYRIGHT = "copyright", "It holds somebody's work without leave"
        SPAM = "spam", "It is spam or advertising"
        HURTFUL = "hurtful", "It hurts or threatens somebody"
        WRONG = "wrong", "It is wrong in a way that does harm"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DISMISSED = "dismissed", "Left as it is"
        TAKEN_DOWN = "taken_down", "Deck taken down"

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=9, choices=Reason.choices)
    words = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reported_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        verbose_name = "report"
        indexes: ClassVar = [
            models.Index(fields=["state", "reported_at"], name="report_by_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deck", "reporter"],
                condition=Q(state="open"),
                name="reported_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"
