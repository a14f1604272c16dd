"""Cards in the administration."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from decks.accounts.models import User
from decks.administration.rights import StaffKeepsOwnerless, kept_decks
from decks.cards.counting import recount
from decks.cards.forms import CardForm
from decks.cards.models import Card, Deck
from decks.cards.writing import WRITTEN, Pen, Sides, change_card
from decks.groups.deck_news import deck_changed
from decks.study.models import Review, ReviewState
from decks.study.tallies import recount_cards
from decks.talk.models import Suggestion


class EditableDeckInput(ForeignKeyRawIdWidget):
    """A deck's number, with its title only where the person may edit it.

    The stock widget names whatever deck a number in the address belongs to.
    """

    def __init__(
        self, *args: Any, editable: models.QuerySet[Deck], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.editable = editable

    def label_and_url_for_value(self, value: Any) -> tuple[str, str]:
        if str(value).isdecimal() and self.editable.filter(pk=int(value)).exists():
            return super().label_and_url_for_value(value)
        return "", ""


@admin.register(Card)
class CardAdmin(StaffKeepsOwnerless):
    """Cards: found by their text or by their deck's title."""

    form = CardForm
    list_display = ("__str__", "deck", "position", "updated_at")
    list_select_related = ("deck",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("question", "answer", "deck__title")
    ordering = ("deck", "position", "id")
    raw_id_fields = ("deck",)

    def editable(self, request: HttpRequest) -> models.QuerySet[Card]:
        return Card.objects.filter(deck__in=kept_decks(request))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "deck":
            kwargs["queryset"] = editable = kept_decks(request)
            kwargs["widget"] = EditableDeckInput(
                db_field.remote_field, self.admin_site, editable=editable
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def lost_with(self, going: list[Card]) -> dict[str, int]:
        return {"ratings": Review.objects.filter(card__in=going).count()}

    def save_model(
        self, request: HttpRequest, obj: Card, form: Any, change: bool
    ) -> None:
        if change:
            self._write(request, obj)
        super().save_model(request, obj, form, change)
        ReviewState.objects.filter(card=obj).update(deck=obj.deck_id)
        Suggestion.objects.filter(card=obj).update(deck=obj.deck_id)
        moved_from = {form.initial["deck"]} if change else set()
        _recount(request, {obj.deck_id} | moved_from)

    def _write(self, request: HttpRequest, obj: Card) -> None:
        """The text by the way that keeps the earlier one; the rest is saved after."""
        now = Card.objects.get(pk=obj.pk)
        written = change_card(
            obj.pk,
            Sides(obj.question, obj.answer, tuple(obj.tags)),
            Pen(cast(User, request.user), timezone.now()),
            seen_version=now.version,
        )
        for name in WRITTEN:
            setattr(obj, name, getattr(written, name))

    def delete_model(self, request: HttpRequest, obj: Card) -> None:
        deck_id = obj.deck_id
        super().delete_model(request, obj)
        _recount(request, {deck_id})

    def delete_queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Card]
    ) -> None:
        deck_ids = set(queryset.values_list("deck_id", flat=True))
        super().delete_queryset(request, queryset)
        _recount(request, deck_ids)


def _recount(request: HttpRequest, deck_ids: set[int]) -> None:
    """After cards came, went or moved: the decks' counts and the learners', and word
    to the groups."""
    recount(deck_ids)
    recount_cards(deck_ids)
    for deck_id in sorted(deck_ids):
        deck_changed(deck_id, by=cast(User, request.user), now=timezone.now())
