"""One way to answer both htmx and a plain browser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails


def is_swap(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment (and not to restore a page from history)."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # by its middleware
    return bool(htmx) and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render `fragment` for a swap, else the whole `page` that includes it."""
    template = fragment if is_swap(request) else page
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "HX-Request"
    return response
