"""The administration: people, decks, cards.

Superusers see all of it, people included. Others with `is_staff` keep the decks that
nobody owns (`kept_by`) and see no one else's: those that a group lets them edit they
edit on the site. Signing in is the site's own page, with its limit on trying. Learners'
rows have composite keys and no place here.
"""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.contrib.auth.admin import UserAdmin
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from decks.accounts.models import User
from decks.accounts.staff_forms import PersonAddForm, PersonChangeForm
from decks.cards.counting import recount
from decks.cards.forms import CardForm
from decks.cards.models import Card, Deck
from decks.cards.ownership import forget_source, release_decks
from decks.cards.writing import WRITTEN, Pen, Sides, change_card
from decks.editing.deck_changing import let_learners_stay
from decks.groups.deck_news import deck_changed
from decks.groups.leaving import release_groups
from decks.study.models import Review, ReviewState
from decks.study.tallies import recount_cards
from decks.talk.models import Suggestion

admin.site.site_header = admin.site.site_title = "Flashcards: administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


READING = ("time_zone", "day_start_minutes", "theme", "text_size")
RIGHTS = ("is_active", "is_staff", "is_superuser", "groups")
NEW_PERSON = ("email", "display_name", "usable_password", "password1", "password2")


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """People, found by name or address; superusers only, whatever was granted."""

    form = PersonChangeForm
    add_form = PersonAddForm
    list_display = ("email", "display_name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        ("Reading", {"fields": READING}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": readonly_fields}),
    )
    add_fieldsets = ((None, {"fields": NEW_PERSON}),)
    filter_horizontal = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: User) -> None:
        _release([obj.pk])
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(
        self, request: HttpRequest, queryset: models.QuerySet[User]
    ) -> None:
        _release(list(queryset.values_list("pk", flat=True)))
        super().delete_queryset(request, queryset)


def _release(user_ids: list[int]) -> None:
    """What these people own goes to others; groups first, their owners get decks.

    In the transaction in which they are deleted: it holds their groups to the end.
    """
    release_groups(user_ids, now=timezone.now())
    release_decks(user_ids)


class StaffKeepsOwnerless(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rights by the row: staff work on editable decks only, superusers on all."""

    def editable(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of this model that the person may change."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.editable(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return _is_staff(request)
        return _is_staff(request) and self.editable(request).filter(pk=obj.pk).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, with numbers: learners' rows may be thousands, and are theirs."""
        going = list(objs)
        counts = {str(self.opts.verbose_name_plural): len(going)}
        counts |= self.lost_with(going)
        return [str(row) for row in going], counts, set(), []

    def lost_with(self, going: list[Any]) -> dict[str, int]:
        """What else goes with these rows: its name and how many."""
        raise NotImplementedError


DECK_FIELDS = (
    "title",
    "description",
    "visibility",
    "owner",
    "card_count",
    "created_at",
    "updated_at",
)


@admin.register(Deck)
class DeckAdmin(StaffKeepsOwnerless):
    """Decks; their cards are a list of their own."""

    list_display = ("title", "visibility", "owner", "card_count", "updated_at")
    list_filter = ("visibility",)
    list_select_related = ("owner",)
    search_fields = ("title", "description", "owner__email", "owner__display_name")
    raw_id_fields = ("owner",)
    readonly_fields = DECK_FIELDS[4:]

    def editable(self, request: HttpRequest) -> models.QuerySet[Deck]:
        return _kept_decks(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A deck takes every learner's progress with it: superusers only."""
        return _is_superuser(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        hidden = () if _is_superuser(request) else ("owner",)
        return [name for name in DECK_FIELDS if name not in hidden]

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
        return Card.objects.filter(deck__in=_kept_decks(request))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "deck":
            kwargs["queryset"] = editable = _kept_decks(request)
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


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


def _kept_decks(request: HttpRequest) -> models.QuerySet[Deck]:
    if _is_superuser(request):
        return Deck.objects.all()
    return Deck.objects.kept_by(request.user)
