"""Codes of an authenticator app, and recovery codes."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

from decks.accounts.models import User

CODE_MAX_CHARACTERS = 40
FROM_WHERE = "From your authenticator app, or one of your recovery codes."


class CodeField(forms.CharField):
    """A code, which browsers may fill in from a message."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "off"}
        kwargs.setdefault("max_length", CODE_MAX_CHARACTERS)
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)


def _is_new(user: User, code: str) -> bool:
    """Whether this person's app's code was not used before; from now on it was.

    allauth forgets a used code after the half minute in which it is shown; it counts
    for one more before and after. Blanks and punctuation make no other code of it.
    """
    key = f"used-code:{user.pk}:{normalize_user_code(code)}"
    counts_s = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return cache.add(key, True, timeout=counts_s)


def _use_up(authenticator: Authenticator, code: str) -> None:
    """ValidationError for an app's code that was used already."""
    is_apps = authenticator.type == Authenticator.Type.TOTP
    if is_apps and not _is_new(authenticator.user, code):
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(allauth_forms.AuthenticateForm):  # type: ignore[misc]  # untyped base
    """The second step at sign-in."""

    code = CodeField(label="Code", help_text=FROM_WHERE)

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _use_up(self.authenticator, code)
        return code


class CodeAgainForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The same, to show once more who one is."""

    code = CodeField(label="Code", help_text=FROM_WHERE)

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _use_up(self.authenticator, code)
        return code


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # untyped base
    """Setting up an authenticator app."""

    code = CodeField(
        label="Code from the app", help_text="Six digits that it now shows."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """It signs nobody in afterwards. The form that comes twice is not refused."""
        code: str = super().clean_code()
        _is_new(self.user, code)
        return code
