"""Where a form was sent from."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def page_of(request: HttpRequest) -> str:
    """The page that a form stood on; the home page where that is unsaid."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        parts = urlsplit(referer)
        page = f"{parts.path}?{parts.query}" if parts.query else parts.path
        # "http://host//elsewhere/" has a path that would lead elsewhere by itself.
        if url_has_allowed_host_and_scheme(page, None):
            return page
    return reverse("home")
