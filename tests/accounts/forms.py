"""What the sign-in family's pages send, and what comes by mail."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from decks.models import User

PASSWORD = "long enough 7"


def sign_up(client: Client, *, email: str = "new@example.com", **fields: Any) -> Any:
    """Sends the sign-up form."""
    given = {
        "display_name": "New Learner",
        "email": email,
        "password1": PASSWORD,
        "time_zone": "Europe/Berlin",
        **fields,
    }
    return client.post(reverse("account_signup"), given)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Sends the sign-in form."""
    given = {"login": email, "password": password, **more}
    return client.post(reverse("account_login"), given)


def who_is_in(client: Client) -> User | None:
    """Whose session this is."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def link_in_mail() -> str:
    """The path of the only link in the last mail."""
    (link,) = re.findall(r"https?://[^/\s]+(/accounts/\S+)", str(mail.outbox[-1].body))
    return str(link)
