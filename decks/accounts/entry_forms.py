"""allauth's forms of signing up and in, where this site is stricter."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from decks.accounts.addresses import is_anothers
from decks.accounts.known_browsers import mark_of
from decks.accounts.models import User
from decks.accounts.taking_over import take_over

TOO_MANY_CODES = (
    "Too many codes were asked for. Try again in a few minutes, or sign in with your"
    " password."
)
TOO_MANY_RESETS = (
    "Too many links were asked for. The ones that were sent count; for another, try"
    " again in a few minutes."
)
TAKEN_OVER = (
    "This address is now confirmed. A password that was set before does not count any"
    " more. You can choose one under Settings."
)


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]  # untyped base
    """Sign-up that is whole or not at all."""

    def validate_unique_email(self, value: str) -> str:
        """That somebody mistyped an address keeps its owner from nothing."""
        self.account_already_exists = False
        if not is_anothers(value, User()):
            return value
        email: str = super().validate_unique_email(value)
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the reply for an address that is taken.

        Of several who sign up with one address at the same time the first gets it. For
        the others the page is asked again: it now finds the address taken and says so,
        or does not, as it always does.
        """
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponse | None] = super().try_save(
                    request
                )
                return saved
        except IntegrityError:
            if not User.objects.filter(email=self.cleaned_data["email"]).exists():
                raise
        view = resolve(request.path_info).func
        raise ImmediateHttpResponse(view(request))


class LoginCodeRequestForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """A code goes to the address of an account, not to one that is to become it.

    Else whoever owns a mistyped new address could sign in to the account.
    """

    _user: User | None

    def clean_email(self) -> str:
        """Whether there is such an account is not said. Known browsers count apart."""
        email = str(self.cleaned_data["email"])
        if not _may_ask("request_login_code", email):
            raise ValidationError(TOO_MANY_CODES)
        # To the letter: without a look at case a dotless i is an i, to mail it is not.
        own = User.objects.filter(email=email.lower(), is_active=True)
        self._user = own.first()
        return email


class PasswordResetForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """So does the link for a new password; the reply is the same for every address."""

    users: list[User]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not _may_ask("reset_of_account", email):
            raise ValidationError(TOO_MANY_RESETS)
        self.users = [u for u in self.users if u.email.lower() == email.lower()]
        return email


class LoginCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by mail: who enters it owns the address."""

    def clean(self) -> dict[str, Any]:
        """Where nobody had shown that before, what others prepared goes.

        An address that the account lost since the code was sent opens it no more.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        login = context.request._login_stage.login
        if login.user and login.user.email.lower() != login.email.lower():
            raise ValidationError("This code is no longer valid. Ask for another.")
        if "code" in cleaned and login.user and not _is_confirmed(login):
            take_over(login.user)
            messages.warning(context.request, TAKEN_OVER)
        return cleaned


def _may_ask(action: str, email: str) -> bool:
    """Whether this browser may ask for one more; known browsers count apart."""
    key = f"{email.lower()} {mark_of(context.request, email)}".strip()
    return bool(ratelimit.consume(context.request, action=action, key=key))


def _is_confirmed(login: Any) -> bool:
    addresses = EmailAddress.objects.filter(user=login.user, email=login.email.lower())
    return not addresses.filter(verified=False).exists()
