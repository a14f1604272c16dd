"""Browsers in which somebody has signed in to an account: their tries count apart.

Else a stranger who gives five wrong passwords, or asks for codes, keeps its owner out.
A known browser has no more tries than a stranger, only ones of its own; a cookie that
was stolen allows as many and opens nothing. There are few marks, which browsers share:
whoever signs in again and again gets no new tries without end. After OWASP's "Slow
Down Online Guessing Attacks with Device Cookies".
"""

import datetime as dt
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

ACCOUNTS_MAX: Final = 5
"""So many accounts a browser is known to, the latest."""

KEPT: Final = dt.timedelta(days=400)
MARKS: Final = 10
_SALT = "decks.known-browser"


def cookie_name() -> str:
    """As the session's, it holds for this host alone where that is over https."""
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def mark_of(request: HttpRequest, email: str) -> str:
    """What this browser is to the account with this address, "" for a stranger."""
    return _marks(request).get(_digest(email), "")


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser that gets this response be known to the account from now on."""
    marks = _marks(request)
    own = _digest(email)
    latest = {own: marks.pop(own, "") or str(secrets.randbelow(MARKS)), **marks}
    pairs = list(latest.items())[:ACCOUNTS_MAX]
    response.set_signed_cookie(
        cookie_name(),
        "~".join(f"{digest}.{mark}" for digest, mark in pairs),
        salt=_SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    kept = request.get_signed_cookie(
        cookie_name(), default="", salt=_SALT, max_age=KEPT
    )
    pairs = (pair.partition(".") for pair in (kept or "").split("~") if pair)
    return {digest: mark for digest, _, mark in pairs}


def _digest(email: str) -> str:
    """The cookie names no address: other programs on a shared computer read it."""
    return salted_hmac(_SALT, email.strip().lower()).hexdigest()[:20]
