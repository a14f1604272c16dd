"""Who may do what in the administration."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from decks.cards.models import Deck


def is_staff(request: HttpRequest) -> bool:
    """Whether whoever asks may use the administration."""
    return bool(request.user.is_active and request.user.is_staff)


def is_superuser(request: HttpRequest) -> bool:
    """Whether whoever asks may see and change all of it."""
    return bool(request.user.is_active and request.user.is_superuser)


def kept_decks(request: HttpRequest) -> models.QuerySet[Deck]:
    """The decks that whoever asks works on here."""
    if is_superuser(request):
        return Deck.objects.all()
    return Deck.objects.kept_by(request.user)


class ForSuperusers(admin.ModelAdmin):  # type: ignore[type-arg]
    """Superusers only, whatever was granted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


class StaffKeepsOwnerless(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rights by the row: staff work on editable decks only, superusers on all."""

    def editable(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of this model that the person may change."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.editable(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return is_staff(request)
        return is_staff(request) and self.editable(request).filter(pk=obj.pk).exists()

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
