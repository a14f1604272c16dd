"""What an import keeps while somebody looks at it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from decks.cards.models import Deck
from decks.jobs.models import Job


class ImportDraft(models.Model):
    """A file that somebody looks at before importing it; gone after a day."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    data = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "decks"

    def __str__(self) -> str:
        return self.name


class SentImport(models.Model):
    """A large import that is saved by a job: one for each form that was sent.

    `wish` says how the text is read and what is to become of it (`sent_wishes`).
    `data` goes once it is saved, after some days, or for those of later ones.
    `outcome` is empty until the job was done; then `deck` is the one that was saved to
    and `words` say with how much.
    """

    class Outcome(models.TextChoices):
        SAVED = "saved"
        OTHERWISE = "otherwise", "not as it was shown"
        LOST = "lost", "the deck is not theirs to change any more"

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("the deck's name", max_length=255)
    deck = models.ForeignKey(
        Deck, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    wish = models.JSONField()
    data = models.BinaryField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="sentimport_latest"),
        ]

    def __str__(self) -> str:
        return self.name
