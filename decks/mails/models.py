"""What somebody wants to have mailed, and what was."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailChoice(models.Model):
    """Which mail somebody asked for. Without a row, or with all off: none.

    `planned_on` is the latest local date whose mail was planned, `chosen_at` when the
    digest was last turned on: nothing from before is told.
    """

    class Digest(models.TextChoices):
        OFF = "off", "Off"
        DAILY = "daily", "Each morning"
        WEEKLY = "weekly", "On Monday mornings"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.OFF)
    reminds = models.BooleanField("tells when cards wait", default=False)
    planned_on = models.DateField()
    chosen_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["user"],
                condition=Q(reminds=True) | ~Q(digest="off"),
                name="mail_wanted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.reminds}"

    @property
    def has_digest(self) -> bool:
        """Whether one is wanted at all."""
        return self.digest != self.Digest.OFF


class SentMail(models.Model):
    """The one mail of somebody's local date: key (user, local date).

    Written before the mail is given to the server, taken back only where the server
    did not take it. A digest told what had happened by `tells_until`.
    """

    pk = models.CompositePrimaryKey("user_id", "local_date")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    local_date = models.DateField()
    has_digest = models.BooleanField()
    tells_until = models.DateTimeField()

    class Meta:
        app_label = "decks"
