"""Decks and their cards: the shared material, the same for everyone who may read it."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q

from decks.accounts.study_options import StudyOptions
from decks.cards.querysets import CardQuerySet, DeckQuerySet

SIDE_MAX_CHARACTERS = 20_000
"""A side of a card holds at most this many characters."""


TAG_MAX_CHARACTERS = 100

RESTORABLE_DAYS = 30
"""What was deleted can be brought back for so long."""


def new_link_key() -> str:
    """What makes an unlisted deck's link one that nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


LANGUAGE = RegexValidator(
    r"\A[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,3}\Z",
    "Write a language as a code, such as en, de or pt-BR.",
)


class Deck(StudyOptions):
    """A named row of cards. Without an owner it belongs to the site; staff keep it.

    Its study options are what the owner proposes to everyone who studies it. A deleted
    deck stays for RESTORABLE_DAYS. Deleted cards lie in a deck of their own, itself
    deleted from the start (`trash_of`), so that no statement need know of them.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        UNLISTED = "unlisted", "Anyone with the link"
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
    question_lang = models.CharField(
        max_length=35, blank=True, default="", validators=[LANGUAGE]
    )
    answer_lang = models.CharField(
        max_length=35, blank=True, default="", validators=[LANGUAGE]
    )
    link_key = models.CharField(
        max_length=32, unique=True, default=new_link_key, editable=False
    )
    allows_export = models.BooleanField(
        "others who may read it may save it as a file or make their own copy",
        default=True,
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    copied_from_words = models.CharField(
        "the other deck's title and owner when it was copied",
        max_length=400,
        blank=True,
        default="",
    )
    trash_of = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="trash",
        editable=False,
    )
    copies_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_shared_at = models.DateTimeField(
        "when a group first had it", null=True, blank=True, editable=False
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(
        "when whoever runs the site hid it", null=True, blank=True, editable=False
    )
    taken_down_words = models.TextField(
        "what its owner is told of that", blank=True, default="", editable=False
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
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


class How(models.TextChoices):
    """How a text came to stand on a card."""

    WRITTEN = "written", "Written"
    IMPORTED = "imported", "Imported"
    PUT_BACK = "put back", "Put back"
    MERGED = "merged", "Merged with a copy"
    RETAGGED = "retagged", "Tags changed"
    SUGGESTED = "suggest", "Suggested"


class Card(models.Model):
    """A question and its answer, kept to the letter as their writer typed them.

    Its text is changed by `cards.writing` alone, which keeps each earlier text as a
    `CardVersion`. `version` counts the texts from 1; who wrote the present one, when
    (`updated_at`) and how stands on the card itself. A card with `deleted_at` lies in
    its deck's trash.
    """

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="cards")
    position = models.PositiveIntegerField("place in the deck, from 1")
    question = models.TextField(validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)])
    answer = models.TextField(
        blank=True, validators=[MaxLengthValidator(SIDE_MAX_CHARACTERS)]
    )
    tags = ArrayField(
        models.CharField(max_length=TAG_MAX_CHARACTERS), default=list, blank=True
    )
    source_key = models.CharField(
        "its name in the file it came from", max_length=250, blank=True, default=""
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    how = models.CharField(
        max_length=8, choices=How.choices, default=How.WRITTEN, editable=False
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    is_new_meaning = models.BooleanField(default=False, editable=False)
    text_changed_at = models.DateTimeField(
        "when question or answer last became others", null=True, editable=False
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        app_label = "decks"
        indexes: ClassVar = [
            models.Index(fields=["deck", "position", "id"], name="card_in_deck_order"),
            GinIndex(fields=["tags"], name="card_tags"),
        ]

    def __str__(self) -> str:
        return self.question.strip().partition("\n")[0][:80]


class CardVersion(models.Model):
    """A text that a card had before the present one: key in fact (card, version)."""

    card = models.ForeignKey(
        Card, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    version = models.PositiveIntegerField()
    question = models.TextField()
    answer = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=TAG_MAX_CHARACTERS), default=list)
    how = models.CharField(max_length=8, choices=How.choices)
    is_new_meaning = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["card", "version"], name="card_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version} of card {self.card_id}"


class DeckReader(models.Model):
    """Somebody who may go on reading a deck that is not, or no longer, open to all.

    Key (user, deck). They came to an unlisted deck by its link, or studied a public one
    when it became unlisted or was archived. Of a private deck it says nothing.
    """

    pk = models.CompositePrimaryKey("user_id", "deck_id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    came_at = models.DateTimeField()

    class Meta:
        app_label = "decks"
