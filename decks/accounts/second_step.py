"""How allauth's second step fits this site."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from decks.accounts.models import User


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped base
    """Its words, and no picture of its own."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Your account has a second step. Turn it off, change the"
        " address, then set it up again.",
        "cannot_generate_recovery_codes": "Recovery codes stand in for an authenticator"
        " app or a passkey. Set up one of them first.",
        "incorrect_code": "This code does not fit.",
        "unverified_email": "Confirm your e-mail address first. Else nobody could help"
        " you back in.",
    }

    def build_totp_svg(self, url: str) -> str:
        """Nothing: the page draws the QR code itself, within its policy."""
        return ""

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """`Passkey`, then `Passkey 2`."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"
