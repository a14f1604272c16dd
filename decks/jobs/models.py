"""Work that is done beside the site: one row a job."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

KIND_MAX_CHARACTERS = 40
KEY_MAX_CHARACTERS = 200


class Job(models.Model):
    """Something to be done once, by whichever worker takes it.

    `key` names it among its kind for good: asked for twice it is one job. `lease` is
    the worker's claim on it, good until `leased_until`; a worker that lives renews it.
    `done_count` of `total_count` is how far it is (0 of 0 where nobody knows).
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed", "set aside"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=KIND_MAX_CHARACTERS)
    key = models.CharField(max_length=KEY_MAX_CHARACTERS, blank=True, default="")
    payload = models.JSONField(default=dict, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    is_to_stop = models.BooleanField("somebody wants it cancelled", default=False)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=~Q(key=""), name="job_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["run_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_unfinished",
            ),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()

    @property
    def is_over(self) -> bool:
        """Whether it is done, set aside or cancelled."""
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    def is_lost(self, now: dt.datetime) -> bool:
        """Whether its worker's claim has run out."""
        return self.leased_until is not None and self.leased_until < now
