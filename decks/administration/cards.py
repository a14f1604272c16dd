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
from decks.editing.moving import move_cards
from decks.groups.deck_news import deck_changed
from decks.study.models import Review
from decks.study.tallies import recount_cards


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
            editable = kept_decks(request).filter(deleted_at=None)
            kwargs["queryset"] = editable
            kwargs["widget"] = EditableDeckInput(
                db_field.remote_field, self.admin_site, editable=editable
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def lost_with(self, going: list[Card]) -> dict[str, int]:
        return {"ratings": Review.objects.filter(card__in=going).count()}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was deleted is brought back on the site; here it is only looked at."""
        if obj is not None and obj.deck.deleted_at is not None:
            return False
        return super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Card, form: Any, change: bool
    ) -> None:
        if change:
            _change(request, obj, form)
        else:
            super().save_model(request, obj, form, change)
            _recount(request, {obj.deck_id})

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


def _change(request: HttpRequest, card: Card, form: Any) -> None:
    """Deck, text and place, each by its own way: learners follow a card that moves, and
    the earlier text is kept."""
    now, decks = timezone.now(), {form.initial["deck"], card.deck_id}
    if "deck" in form.changed_data:
        move_cards([card.pk], card.deck_id, now=now)
    held = Card.objects.get(pk=card.pk)
    written = change_card(
        card.pk,
        Sides(card.question, card.answer, tuple(card.tags)),
        Pen(cast(User, request.user), now),
        seen_version=held.version,
    )
    if "position" in form.changed_data:
        Card.objects.filter(pk=card.pk).update(position=card.position)
    for name in WRITTEN:
        setattr(card, name, getattr(written, name))
    _tell_groups(request, decks)


def _recount(request: HttpRequest, deck_ids: set[int]) -> None:
    """After cards came or went: the decks' counts and the learners', and word to the
    groups."""
    recount(deck_ids)
    recount_cards(deck_ids)
    _tell_groups(request, deck_ids)


def _tell_groups(request: HttpRequest, deck_ids: set[int]) -> None:
    for deck_id in sorted(deck_ids):
        deck_changed(deck_id, by=cast(User, request.user), now=timezone.now())
