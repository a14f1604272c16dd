"""Who is asking, and in whose time zone."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.functional import LazyObject
from django_htmx.http import HttpResponseClientRedirect

from decks.accounts.ways_back import page_of

RATING = "rating"
"""The study page's form, whose script keeps what was not saved, and says so itself."""

_UNSAVED = "You were signed out. What you just sent was not saved."
_UNSAVED_RATING = "You were signed out before your last rating was saved."


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the sign-in page, and back afterwards.

    A form that was sent after the session had ended cannot be repeated by a GET: the
    way back is the page it stood on, and the person is told that it did not count.
    htmx would swap the sign-in page into the card: it is told to go there instead.
    """

    def handle_no_permission(  # type: ignore[override]  # htmx gets no redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        is_safe = request.method in ("GET", "HEAD")
        came_from = request.get_full_path() if is_safe else page_of(request)
        if not is_safe:
            is_rating = request.headers.get("HX-Trigger") == RATING
            messages.warning(request, _UNSAVED_RATING if is_rating else _UNSAVED)
        sign_in = redirect_to_login(came_from, resolve_url("account_login"))
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(sign_in.url)
        return sign_in


class LearnerTimeZoneMiddleware:
    """Renders each page in the signed-in learner's time zone, others in UTC.

    So does a zone that this machine does not know (of a database restored here).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = _zone(request.user.time_zone)
        if isinstance(request.user, LazyObject):
            # The learner, no longer the promise of one: views and templates ask it for
            # dozens of attributes, and each would pass through the promise.
            request.user = get_user(request)
        with timezone.override(zone):
            return self.get_response(request)


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC
