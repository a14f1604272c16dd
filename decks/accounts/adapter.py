"""How allauth fits this site."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

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
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("Mail %s could not be sent", template_prefix)
            messages.error(self.request, UNSENT)
