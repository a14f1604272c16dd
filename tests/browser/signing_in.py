"""A signed-in page without typing a password each time."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from decks.models import User
from tests.browser.conftest import Watched


def signed_in(watched: Watched, user: User, *, client: Client | None = None) -> Page:
    """A page in this context with a real session of `user`, or with this client's."""
    if client is None:
        client = Client()
        client.force_login(user)
    page = watched.page()
    watched.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "domain": "localhost",
                "path": "/",
            }
        ]
    )
    return page
