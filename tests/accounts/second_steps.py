"""Codes of an authenticator app, and people who use one."""

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from decks.models import User
from tests.accounts.forms import PASSWORD, sign_in
from tests.factories import make_user


def code_of(secret: str, *, ago_s: int = 0) -> str:
    """What the app shows, or showed so many seconds ago."""
    return str(format_hotp_value(hotp_value(secret, int(time.time() - ago_s) // 30)))


def make_confirmed(*, email: str = "me@example.com", **fields: Any) -> User:
    """Somebody with a password whose address is confirmed."""
    user = make_user(email=email, password=PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def give_app(user: User) -> str:
    """Their authenticator app is set up; its secret. With it come recovery codes."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def recovery_codes(user: User) -> list[str]:
    """Those that are left."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(row.wrap().get_unused_codes())


def signed_in(user: User) -> Client:
    """A browser that signed in just now, by password."""
    client = Client()
    sign_in(client, user.email)
    return client
