"""Study groups: who is in one, how one gets in, what is shared there, what is told."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from decks.accounts.models import User
from decks.accounts.study_options import StudyOptions
from decks.cards.models import Card, Deck


def new_token() -> str:
    """What makes an invitation one that nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class Role(models.TextChoices):
    """What a member may do; each may what the next may."""

    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"
    MEMBER = "member", "Member"


class Seen(models.TextChoices):
    """How much of one's study the group sees."""

    HIDDEN = "hidden", "Hidden"
    COUNTED = "counted", "Counted"
    NAMED = "named", "Named"


class StudyGroupQuerySet(models.QuerySet["StudyGroup"]):
    """Who may see and who may run a group is decided here and nowhere else."""

    def of(self, user: "User | AnonymousUser") -> "StudyGroupQuerySet":
        """Those that somebody is in."""
        return self._where(user)

    def run_by(self, user: "User | AnonymousUser") -> "StudyGroupQuerySet":
        """The groups that somebody owns, alone or with others."""
        return self._where(user, role=Role.OWNER)

    def _where(
        self, user: "User | AnonymousUser", **fields: object
    ) -> "StudyGroupQuerySet":
        if not user.is_authenticated:
            return self.none()
        inside = Membership.objects.filter(user=user, group=OuterRef("pk"), **fields)
        return self.filter(Exists(inside))


class StudyGroup(StudyOptions):
    """People who prepare for the same thing, each with their own progress.

    Its study options hold in the decks shared there: after an enrolment's own, before
    the deck's. `figures_at`: when its figures were counted, `figures_ms`: how long.
    """

    name = models.CharField(max_length=80)
    description = models.TextField(max_length=2000, blank=True, default="")
    needs_approval = models.BooleanField(
        "an owner lets in whoever comes by a link", default=False
    )
    exam_date = models.DateField(null=True, blank=True)
    form_id = models.UUIDField(
        "the form it was made by, so that it is made once",
        unique=True,
        null=True,
        editable=False,
    )
    figures_at = models.DateTimeField(null=True, editable=False)
    figures_ms = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()

    objects = StudyGroupQuerySet.as_manager()

    class Meta:
        app_label = "decks"
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody is in a group: key (user, group).

    `seen_since` is when they last chose how much the group sees, `counted_since` when
    another group last stopped counting them: nothing from before is counted here.
    """

    pk = models.CompositePrimaryKey("user_id", "group_id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        db_index=False,
    )
    group = models.ForeignKey(
        StudyGroup,
        on_delete=models.CASCADE,
        related_name="memberships",
        db_index=False,
    )
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    seen = models.CharField(max_length=7, choices=Seen.choices, default=Seen.COUNTED)
    seen_since = models.DateTimeField()
    counted_since = models.DateTimeField(null=True)
    exam_date = models.DateField("their own", null=True, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["group", "joined_at", "user"], name="member_by_joining"
            ),
        ]


class GroupPerson(models.Model):
    """Base of what stands between a group and who is not in it."""

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True


class JoinRequest(GroupPerson):
    """Somebody came by a link and waits for an owner's word."""

    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    asked_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "user"], name="asked_once"),
        ]


class Block(GroupPerson):
    """Somebody who may not come in again, whatever link they have."""

    blocked_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "user"], name="blocked_once"),
        ]


class Invitation(models.Model):
    """A way into a group: a link for several, or a mail to one address.

    It lets in while it is not turned off, not past `expires_at` (None: for good) and
    not used up: `use_count` below `max_uses` (None: no end).
    """

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="invitations"
    )
    token = models.CharField(max_length=48, unique=True, default=new_token)
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    email = models.EmailField("address, of a mail", max_length=254, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    use_count = models.PositiveIntegerField(default=0)
    turned_off_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(
                fields=["email"], condition=~Q(email=""), name="invitation_by_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class GroupDeck(models.Model):
    """A deck that its owner shares with a group: members study it, editors may edit."""

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="shares", db_index=False
    )
    deck = models.ForeignKey(
        Deck, on_delete=models.CASCADE, related_name="shares", db_index=False
    )
    editors_may_edit = models.BooleanField(default=False)
    position = models.PositiveIntegerField("place in the group, from 1")
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    shared_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["group", "position", "id"], name="share_in_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deck", "group"], name="shared_once"),
        ]


class GroupCard(models.Model):
    """What a group knows of a card, as last made known: key in fact (group, card).

    `low` of `raters` gave 1 or 2 last, or just before on the same day, `level_sum` are
    their last levels together. Written anew only when three people have rated the card
    since (`groups.figures`): the difference of two says nothing of any one of them.
    """

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    raters = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    level_sum = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["group", "deck"], name="group_card_by_deck"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "card"], name="group_card_once"),
        ]


class GroupDay(models.Model):
    """Reviews of those who are only counted, on a day that is over everywhere: written
    once (`groups.figures`), None where they were fewer than three."""

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    study_day = models.DateField()
    reviews = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "study_day"], name="day_once"),
        ]


class GroupEvent(models.Model):
    """A line of a group's activity; what is alike and close together shares one."""

    group = models.ForeignKey(
        StudyGroup, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    deck = models.ForeignKey(
        Deck, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.CharField(max_length=300, blank=True, default="")
    count = models.PositiveIntegerField(default=1)
    happened_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["group", "-happened_at", "-id"], name="event_latest"),
        ]
