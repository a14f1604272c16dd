"""Headers that once broke a page before the first middleware"""

import io

import pytest

from flashcards.plain_requests import PlainHandler, PlainRequest

CHARSETS = ["hex", "rot13", "base64", "undefined", "utf-16", "latin-1", "nonsense"]


def environ(**more: object) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/healthz",
        "QUERY_STRING": "x=1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **more,
    }


def test_the_site_uses_these_requests() -> None:
    assert PlainHandler.request_class is PlainRequest


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_charset_that_is_none_breaks_nothing(charset: str) -> None:
    kind = f"text/plain; charset={charset}"
    assert PlainRequest(environ(CONTENT_TYPE=kind)).GET["x"] == "1"


@pytest.mark.parametrize("charset", CHARSETS)
def test_forms_are_read_as_utf_8(charset: str) -> None:
    body = b"name=%C3%A9"
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    request = PlainRequest(
        environ(
            REQUEST_METHOD="POST",
            CONTENT_TYPE=kind,
            CONTENT_LENGTH=str(len(body)),
            **{"wsgi.input": io.BytesIO(body)},
        )
    )
    assert request.POST["name"] == "é"


def test_a_cookie_with_a_nul_is_none() -> None:
    request = PlainRequest(environ(HTTP_COOKIE='sessionid="\\000aaaa"; theme=dark'))
    assert request.COOKIES == {"theme": "dark"}
