"""The site's URLs and some that break, for `test_errors.py`."""

import psycopg_pool
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from flashcards.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler500", "urlpatterns"]

DETAIL = "host db.internal, password hunter2"
"""What an exception may know and a page must not say."""

ERRORS: dict[str, Exception] = {
    "bug": ValueError(DETAIL),
    "gone": OperationalError(DETAIL),
    "closed": InterfaceError(DETAIL),
    "full": psycopg_pool.PoolTimeout(DETAIL),
    "refused": PermissionDenied(DETAIL),
    "suspicious": SuspiciousOperation(DETAIL),
    "much": RequestDataTooBig(DETAIL),
}


@login_not_required
def broken(request: HttpRequest, kind: str) -> HttpResponse:
    """Raises what `kind` names."""
    raise ERRORS[kind]


urlpatterns = [*urlpatterns, path("broken/<str:kind>/", broken, name="broken")]
