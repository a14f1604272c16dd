"""What somebody is told in the page, quietly, until they have read it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoticeKind(models.TextChoices):
    """What a notice is about; each can be turned off."""

    ANSWERED = "answered", "My suggestion was answered"
    SUGGESTED = "suggested", "Somebody suggests something for a deck that I edit"
    REPLIED = "replied", "Somebody wrote where I wrote"
    SHARED = "shared", "A deck was shared with a group of mine, or no longer is"
    CHANGED = "changed", "A group's deck that I study was changed"
    INVITED = "invited", "I was invited to a group, or let in"
    REPORTED = (
        "reported",
        "A report of mine was answered, or a deck that I have was taken down",
    )
    ASKED = "asked", "Somebody asks to join a group that I own"
    IMPORTED = "imported", "A large import of mine is saved, or cannot be"


class Notice(models.Model):
    """Something that somebody is told in the page: key (user, id).

    Unread notices of one kind about one thing share a row: `count` and `happened_at`
    go on.
    """

    pk = models.CompositePrimaryKey("user_id", "id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    id = models.UUIDField()
    kind = models.CharField(max_length=9, choices=NoticeKind.choices)
    about = models.CharField("what it is about, by kind and id", max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    path = models.CharField("where it leads", max_length=200, blank=True)
    words = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=1)
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["user", "-happened_at", "-id"], name="notice_latest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind", "about"],
                condition=Q(read_at=None),
                name="notice_unread_once",
            ),
        ]
