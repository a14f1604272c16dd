"""Passkeys: what a browser sends of them is read with suspicion."""

import json
import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

from decks.accounts.form_parts import LineField

CREDENTIAL_MAX_CHARACTERS = 20_000
NAME_MAX_CHARACTERS = 60
NESTED_MAX = 100
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,  # a recursion without end, what is not implemented
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
"""What reading a made-up passkey ends in, inside allauth, fido2 and cryptography."""
ONLY_SECOND_STEP = (
    "This passkey is only the second step. Sign in with your password first."
)


class CredentialField(forms.CharField):
    """A browser's reply about a passkey: JSON of an object that can be kept."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", CREDENTIAL_MAX_CHARACTERS)
        kwargs["error_messages"] = {
            "required": "No passkey came. Your browser asks for it when you press the"
            " button; that needs JavaScript."
        }
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return _kept_object(text)
        except ValueError as error:
            words = "This passkey could not be read. Please try again."
            raise ValidationError(words) from error


def _kept_object(text: str) -> dict[str, Any]:
    """The object; ValueError for any other, and for what the database does not keep.

    That is NUL, halves of characters, and what is not a number or has no end.
    """
    if text.count("[") + text.count("{") > NESTED_MAX or "\\u0000" in text:
        raise ValueError(text)
    credential = json.loads(text)
    json.dumps(credential, ensure_ascii=False, allow_nan=False).encode()
    if not isinstance(credential, dict) or not credential:
        raise ValueError(text)
    return credential


class _Suspicious(forms.BaseForm):
    """A passkey that cannot be read is one that does not fit."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(_Suspicious, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone, which its owner let it do."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        authenticator: Authenticator = super().clean_credential()
        if not authenticator.wrap().is_passwordless:
            raise ValidationError(ONLY_SECOND_STEP)
        return authenticator


class PasskeyStepForm(_Suspicious, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""

    credential = CredentialField()


class PasskeyAgainForm(_Suspicious, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, to show once more who one is."""

    credential = CredentialField()


class NewPasskeyForm(allauth_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey to add, under a name."""

    name = LineField(
        label="Name",
        max_length=NAME_MAX_CHARACTERS,
        required=False,
        help_text="So that you can tell your passkeys apart: “My phone”.",
    )
    passwordless = forms.BooleanField(
        label="It may sign me in by itself, without a password",
        required=False,
        initial=True,
        help_text="Off: it is only the second step after your password.",
    )
    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        if credential := cleaned.get("credential"):
            # What is kept is the owner's choice: browsers say at most what the
            # passkey could do, and some say nothing.
            chosen = {"rk": cleaned["passwordless"]}
            credential["clientExtensionResults"] = {"credProps": chosen}
        return cleaned


class PasskeyNameForm(allauth_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = LineField(label="Name", max_length=NAME_MAX_CHARACTERS)
