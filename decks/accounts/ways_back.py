"""Where a form was sent from."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def page_of(request: HttpRequest) -> str:
    """The path of the page that a form stood on; the home page where that is unsaid."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        path = urlsplit(referer).path
        # "http://host//elsewhere/" has a path that would lead elsewhere by itself.
        if url_has_allowed_host_and_scheme(path, None):
            return path
    return reverse("home")
