"""Requests that no header can break before the first middleware."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest, get_str_from_wsgi
from django.http import parse_cookie
from django.utils.functional import cached_property
from django.utils.http import parse_header_parameters


class PlainRequest(WSGIRequest):
    """Every form is read as UTF-8, and cookies hold no NUL.

    Django believes a `charset` in the Content-Type, some of which are no encodings of
    text at all and end in a 500 inside the request's constructor. Browsers send the
    site's own encoding. A quoted cookie may carry a NUL, which Postgres refuses.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        header = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(header)

    @cached_property
    def COOKIES(self) -> dict[str, str]:  # type: ignore[override]  # noqa: N802
        """The cookies sent, but for those that no database could hold."""
        sent = parse_cookie(get_str_from_wsgi(self.environ, "HTTP_COOKIE", ""))
        return {name: value for name, value in sent.items() if "\0" not in value}


class PlainHandler(WSGIHandler):
    """Django's handler with these requests."""

    request_class = PlainRequest
