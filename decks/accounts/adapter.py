"""How allauth fits this site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from decks.accounts.models import User


def display_name(user: User) -> str:
    """What pages and mails call a person; never the address."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped base
    """Sign-up by FLASHCARDS_SIGNUP."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account here."""
        return bool(settings.SIGNUP_OPEN)
