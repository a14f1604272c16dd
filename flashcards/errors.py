"""What a person sees when something is refused or broken."""

import contextlib
import sys
from collections.abc import Callable
from urllib.parse import unquote

import psycopg_pool
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from decks.study.sending_again import rating_to_send_again

RETRY_AFTER_SECONDS = 10
DATABASE_AWAY = (OperationalError, InterfaceError, psycopg_pool.PoolTimeout)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our page; Django logs the `reason`."""
    return render(request, "403_csrf.html", status=403)


class NotAllowedMiddleware:
    """A page in place of the blank one where an address takes no such request.

    Such as a button's address that was typed, or came back with the browser's session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            allowed = response.headers["Allow"]
            response = render(request, "405.html", status=405)
            response.headers["Allow"] = allowed
        return response


ADMINISTRATION = "/admin/"
ADDRESS_MAX_CHARACTERS = 4000


class AdministrationAddressMiddleware:
    """404 for addresses of the administration that name nothing.

    Django's own pages read numbers and text from them unchecked: a NUL, which Postgres
    refuses, and more digits than Python reads as a number end in a 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMINISTRATION) and _names_nothing(request):
            return render(request, "404.html", status=404)
        return self.get_response(request)


def _names_nothing(request: HttpRequest) -> bool:
    asked = request.path + unquote(request.META.get("QUERY_STRING", ""))
    return "\0" in asked or len(asked) > ADDRESS_MAX_CHARACTERS


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent at once than is read.

    Both templates need neither user nor database.
    """
    if not isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("400.html"), status=400)
    _read_rest(request)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    return HttpResponse(render_to_string("413.html", {"most_mb": most}), status=413)


def _read_rest(request: HttpRequest) -> None:
    """A proxy that is still sending would take an early answer for a broken site."""
    with contextlib.suppress(UnreadablePostError):
        for _ in range(_REST_MAX_MB):
            if not request.read(1_000_000):
                return


_REST_MAX_MB = 20


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After where the database was away.

    Django calls this inside its `except`, so the exception is the current one. A
    middleware would be too late: each inner layer turns its own exceptions into
    responses, and the session and the user need the database before any view. An
    OperationalError of another kind (a full disk, a cancelled statement) means "not
    now, nothing was saved" just as well. Both templates need neither user nor database.
    The 503's has a button that sends the same rating again: its id lets it count once.
    """
    if isinstance(sys.exception(), DATABASE_AWAY):
        sent = {
            "rating": rating_to_send_again(request),
            "is_form": request.method == "POST",
        }
        return HttpResponse(
            render_to_string("503.html", sent),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return HttpResponse(render_to_string("500.html"), status=500)
