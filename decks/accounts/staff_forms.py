"""The administration's forms for people: as for learners, the address is the name."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError

from decks.accounts.addresses import is_anothers
from decks.accounts.administrators import (
    ADMINISTERS,
    NOBODY_LEFT,
    OnlyAdministrator,
    keep_an_administrator,
)
from decks.accounts.forms import visible_name
from decks.accounts.models import User


class _PersonClean(forms.BaseForm):
    """Addresses in lower case and of nobody else, names without addresses."""

    instance: User

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if is_anothers(email, self.instance):
            raise ValidationError("Somebody else has this address.")
        return email.lower()

    def clean_display_name(self) -> str:
        return visible_name(self.cleaned_data["display_name"])


class PersonAddForm(_PersonClean, AdminUserCreationForm):  # type: ignore[type-arg]
    """A new person; without a password they sign in by a code from their mail."""

    class Meta:
        model = User
        fields = ("email", "display_name")


class PersonChangeForm(_PersonClean, UserChangeForm):  # type: ignore[type-arg]
    """A person's data; the password has a page of its own."""

    class Meta:
        model = User
        fields = "__all__"

    def clean(self) -> dict[str, Any] | None:
        """Whoever runs the site alone goes on doing so."""
        given = super().clean()
        if not all(self.cleaned_data.get(name) for name in ADMINISTERS):
            try:
                keep_an_administrator([self.instance.pk])
            except OnlyAdministrator as error:
                raise ValidationError(NOBODY_LEFT) from error
        return given
