"""People in the administration."""

from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator

from decks.accounts.addresses import replace_addresses
from decks.accounts.administrators import NOBODY_LEFT, OnlyAdministrator
from decks.accounts.identity import owner_required
from decks.accounts.models import User
from decks.accounts.staff_forms import PersonAddForm, PersonChangeForm
from decks.administration.rights import ForSuperusers
from decks.closing.ending import end_accounts
from decks.closing.outlook import outlook_of

READING = ("time_zone", "day_start_minutes", "theme", "text_size")
RIGHTS = ("is_active", "is_staff", "is_superuser", "groups")
NEW_PERSON = ("email", "display_name", "usable_password", "password1", "password2")


@admin.register(User)
class PersonAdmin(ForSuperusers, UserAdmin):  # type: ignore[type-arg]
    """People, found by name or address; superusers only, whatever was granted.

    Whoever writes here has shown just now who they are, as for one's own account.
    """

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

    @method_decorator(owner_required)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Asked again where somebody signed up with this address at the same moment:
        then it is found taken."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        before = form.initial.get("email", "")
        if change and before != obj.email:
            address = replace_addresses(obj)
            transaction.on_commit(lambda: _tell_old(request, before, obj.email))
            transaction.on_commit(lambda: self._send_link(request, address))

    def _send_link(self, request: HttpRequest, address: EmailAddress) -> None:
        """The person's page says that a link was sent; where none was, say so here."""
        try:
            address.send_confirmation(request)
        except OSError as error:
            words = (
                f"The link that confirms {address.email} could not be sent: {error}."
            )
            messages.warning(request, f"{words} The page of their address sends it.")
        else:
            messages.info(
                request, f"A link that confirms it was sent to {address.email}."
            )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who goes, and in numbers what becomes of theirs: it may be a million rows,
        and nobody's to read."""
        going = list(objs)
        counts = {"people": len(going), **_fates(going)}
        return [f"{row}, {row.email}" for row in going], counts, set(), []

    @method_decorator(owner_required)
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._whole_or_refused(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Looking is free; what is done to those who are ticked is not."""
        view: Callable[..., HttpResponseBase] = super().changelist_view
        if request.method == "POST":
            view = owner_required(view)
        return self._whole_or_refused(view, request, *args, **kwargs)

    @method_decorator(owner_required)
    def user_change_password(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Somebody else's password; one's own on the site, which asks for the old."""
        person = self.get_object(request, unquote(kwargs["id"]))
        if person is not None and person.pk == request.user.pk:
            return redirect("account_change_password")
        return super().user_change_password(request, *args, **kwargs)

    def _whole_or_refused(
        self, view: Any, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> Any:
        """What a view answers; in words where it would leave nobody to run the site."""
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except OnlyAdministrator:
            messages.error(request, NOBODY_LEFT)
            return redirect("admin:decks_user_changelist")

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        end_accounts([obj.pk], now=timezone.now())

    def delete_queryset(
        self, request: HttpRequest, queryset: models.QuerySet[User]
    ) -> None:
        end_accounts(list(queryset.values_list("pk", flat=True)), now=timezone.now())


_CHANGED = "account/email/email_changed_here"


def _tell_old(request: HttpRequest, before: str, now: str) -> None:
    """Whoever had the account by the old address may not have asked for it."""
    told = {"from_email": before, "to_email": now}
    try:
        get_adapter(request).deliver(_CHANGED, before, told)
    except (OSError, SMTPException) as error:
        messages.warning(request, f"{before} could not be told of it: {error}.")


def _fates(going: list[User]) -> dict[str, int]:
    outlook = outlook_of(*going, now=timezone.now())
    return {
        "ratings that go": outlook.rating_count,
        "decks that go": len(outlook.lost),
        "decks that somebody of a group takes over": len(outlook.passed_on),
        "decks that stay without an owner": len(outlook.ownerless),
        "groups that go": len(outlook.groups_lost),
        "groups that get another owner": len(outlook.groups_passed_on),
    }
