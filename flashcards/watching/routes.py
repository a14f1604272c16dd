"""What a request is called in the log and in the figures.

Never its path: an invitation's, a password's or an unsubscriber's address lets in
whoever reads it.
"""

from django.conf import settings
from django.http import HttpRequest

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
ANSWERED_EARLY = {"/healthz": "healthz", "/readyz": "readyz", "/metrics": "metrics"}
"""What `HealthMiddleware` answers, before any address is looked up."""


def route_of(request: HttpRequest) -> str:
    """The name of the URL that the request met (`deck`, `admin:index`).

    `static` for a file, `none` for an address that is not there or was not looked up.
    """
    if match := request.resolver_match:
        return match.view_name
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return ANSWERED_EARLY.get(request.path_info, "none")


def method_of(request: HttpRequest) -> str:
    """The method; `other` for a word that somebody made up."""
    return request.method if request.method in METHODS else "other"
