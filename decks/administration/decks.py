"""Decks in the administration."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from decks.administration.rights import (
    StaffKeepsOwnerless,
    is_superuser,
    kept_decks,
)
from decks.cards.models import Card, Deck
from decks.cards.ownership import forget_source
from decks.editing.deck_changing import let_learners_stay
from decks.study.models import Review

DECK_FIELDS = (
    "title",
    "description",
    "visibility",
    "owner",
    "card_count",
    "created_at",
    "updated_at",
    "taken_down_at",
)


@admin.register(Deck)
class DeckAdmin(StaffKeepsOwnerless):
    """Decks; their cards are a list of their own."""

    list_display = ("title", "visibility", "owner", "card_count", "updated_at")
    list_filter = ("visibility", ("taken_down_at", admin.EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("title", "description", "owner__email", "owner__display_name")
    raw_id_fields = ("owner",)
    readonly_fields = DECK_FIELDS[4:]

    def editable(self, request: HttpRequest) -> models.QuerySet[Deck]:
        return kept_decks(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A deck takes every learner's progress with it: superusers only."""
        return is_superuser(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        hidden = () if is_superuser(request) else ("owner",)
        return [name for name in DECK_FIELDS if name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What was taken down is opened by way of its report."""
        is_down = obj is not None and obj.taken_down_at is not None
        return [*self.readonly_fields, *(["visibility"] if is_down else [])]

    def save_model(
        self, request: HttpRequest, obj: Deck, form: Any, change: bool
    ) -> None:
        if "owner" in form.changed_data:
            forget_source(obj)
        super().save_model(request, obj, form, change)
        if change and "visibility" in form.changed_data:
            let_learners_stay(obj.pk, now=timezone.now())

    def lost_with(self, going: list[Deck]) -> dict[str, int]:
        return {
            "cards": Card.objects.filter(deck__in=going).count(),
            "ratings": Review.objects.filter(card__deck__in=going).count(),
        }
