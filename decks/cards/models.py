"""Decks and their cards: the shared material, the same for everyone who may read it."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from decks.accounts.study_options import StudyOptions

if TYPE_CHECKING:
    from decks.accounts.models import User

SIDE_MAX_CHARACTERS = 20_000
"""A side of a card holds at most this many characters."""


class DeckQuerySet(models.QuerySet["Deck"]):
    """Who may see and change a deck is decided here and nowhere else."""

    def listed(self) -> "DeckQuerySet":
        """Public decks: anyone finds them."""
        return self.filter(visibility=Deck.Visibility.PUBLIC)

    def readable_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """Public and unlisted decks, one's own, and for staff those nobody owns."""
        open_to_all = ~Q(visibility=Deck.Visibility.PRIVATE)
        if not user.is_authenticated:
            return self.filter(open_to_all)
        mine = Q(owner=user)
        if user.is_staff:
            mine |= Q(owner=None)
        return self.filter(open_to_all | mine)

    def editable_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """One's own decks, and for staff those nobody owns."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(owner=user)
        if user.is_staff:
            mine |= Q(owner=None)
        return self.filter(mine)


class Deck(StudyOptions):
    """A named row of cards. Without an owner it belongs to the site; staff keep it.

    Its study options are what the owner proposes to everyone who studies it.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        UNLISTED = "unlisted", "Unlisted: anyone with the link"
        PUBLIC = "public", "Public"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_decks",
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    source_key = models.CharField(
        "name by which a later import finds this deck again",
        max_length=250,
        blank=True,
        default="",
    )
    source_fingerprint = models.CharField(
        "SHA-256 of the text last imported", max_length=64, blank=True, default=""
    )
    card_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeckQuerySet.as_manager()

    class Meta:
        app_label = "decks"
        ordering: ClassVar = ["title", "id"]
        indexes: ClassVar = [
            models.Index(fields=["visibility", "title"], name="deck_by_visibility"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "source_key"],
                condition=~Q(source_key=""),
                nulls_distinct=False,
                name="deck_source_once_per_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CardQuerySet(models.QuerySet["Card"]):
    """Access is the deck's: filter by `deck__in` of a readable queryset."""

    def in_deck_order(self) -> "CardQuerySet":
        """By position, and where two share one, by age."""
        return self.order_by("position", "id")


class Card(models.Model):
    """A question and its answer, kept to the letter as their writer typed them."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="cards")
    position = models.PositiveIntegerField("place in the deck, from 1")
    question = models.TextField(validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)])
    answer = models.TextField(
        blank=True, validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)]
    )
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["deck", "position", "id"], name="card_in_deck_order"),
        ]

    def __str__(self) -> str:
        return self.question.strip().partition("\n")[0][:80]
