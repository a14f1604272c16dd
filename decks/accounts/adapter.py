"""How allauth fits this site."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from decks.accounts.identity import has_a_way_to_show, was_shown_just_now
from decks.accounts.known_browsers import mark_of, remember
from decks.accounts.models import User

logger = logging.getLogger(__name__)

UNSENT = (
    "The mail could not be sent just now. Nothing else is lost. "
    "Please ask for it again in a few minutes."
)


def display_name(user: User) -> str:
    """What pages and mails call a person; never the address."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped base
    """Sign-up by FLASHCARDS_SIGNUP."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account here."""
        return bool(settings.SIGNUP_OPEN)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send; where the mail server fails, say so rather than break the page.

        What was asked for stays (the account, the code): it can be asked for again.
        Known and unknown addresses get the same words, for both are written to.
        """
        if template_prefix == "account/email/account_already_exists":
            # A new account costs a password hash; a taken address must cost the same.
            make_password("what a new account would have")
        if template_prefix == "account/email/unknown_account":
            off = User.objects.filter(email=email.lower(), is_active=False)
            context = context | {"is_switched_off": off.exists()}
        try:
            self.deliver(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("Mail %s could not be sent", template_prefix)
            messages.error(self.request, UNSENT)

    def post_login(
        self, request: HttpRequest, user: User, **hooks: Any
    ) -> HttpResponse:
        """Where they wanted to go; from now on this browser is known to the account."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        remember(request, response, user.email)
        return response

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """What wrong passwords are counted by: the address, and the known browser."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        mark = mark_of(request, str(credentials.get("email", "")))
        return f"{key} {mark}" if mark else key

    def deliver(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send, or raise OSError or SMTPException."""
        super().send_mail(template_prefix, email, context)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How somebody can show who they are; a code by mail where nothing else is."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if ways or not user.is_authenticated:
            return [way | {"description": _WAYS.get(way["id"])} for way in ways]
        return [{"id": "code", "description": "", "url": reverse("sign_in_again")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask; to have signed in just now is enough.

        allauth asks nobody who has neither password nor second step: here they sign in
        anew, by the exception that its middleware knows.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if was_shown_just_now(self.request):
            return False
        if not has_a_way_to_show(self.request):
            raise ReauthenticationRequired
        return True


_WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
