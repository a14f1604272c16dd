"""What a person sees when something is missing, refused or broken.

Most of it runs without a database: pytest-django stops any test here that asks for one.
"""

import os
import re
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from flashcards.errors import RETRY_AFTER_SECONDS, server_error
from tests.architecture_rules import ROOT
from tests.broken_urls import DETAIL
from tests.factories import make_user

pytestmark = pytest.mark.urls("tests.broken_urls")

PAGES = [
    ("/nothing/", 404, "There is nothing here"),
    ("/broken/refused/", 403, "open this page"),
    ("/broken/suspicious/", 400, "We could not read that request"),
    ("/broken/much/", 413, "At most 12 MB can be sent"),
    ("/broken/bug/", 500, "Something went wrong here"),
    ("/broken/gone/", 503, "Not ready just now"),
    ("/broken/closed/", 503, "Not ready just now"),
    ("/broken/full/", 503, "Not ready just now"),
]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("url", "status", "words"), PAGES)
def test_the_page_is_ours_and_needs_no_database(
    visitor: Client, url: str, status: int, words: str
) -> None:
    response = visitor.get(url)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert re.search(
        r'<link rel="stylesheet" href="/static/css/tokens[.\w]*css">', page
    )
    assert '<main id="main"' in page
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(("url", "status", "words"), PAGES)
def test_no_page_tells_what_only_the_log_should_know(
    visitor: Client, url: str, status: int, words: str
) -> None:
    response = visitor.get(url)
    told = response.content.decode() + str(response.headers)
    for secret in (DETAIL, "hunter2", "Traceback", "Error at", "tests/", "DEBUG"):
        assert secret not in told


@pytest.mark.parametrize(("url", "status", "words"), PAGES)
def test_only_503_says_when_to_try_again(
    visitor: Client, url: str, status: int, words: str
) -> None:
    wanted = str(RETRY_AFTER_SECONDS) if status == 503 else None
    assert visitor.get(url).headers.get("Retry-After") == wanted


@pytest.mark.parametrize(("url", "status", "words"), PAGES)
def test_error_pages_are_not_kept(
    visitor: Client, url: str, status: int, words: str
) -> None:
    assert visitor.get(url)["Cache-Control"] == "private, no-store"


def test_the_reason_of_a_503_is_in_the_log(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/broken/gone/")
    assert DETAIL in caplog.text


def test_a_form_without_its_token_gets_our_403(
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert response.status_code == 403
    page = response.content.decode()
    assert "The form could not be sent" in page
    assert "CSRF" not in page
    assert "CSRF cookie not set" in caplog.text


@pytest.mark.parametrize("path", ["/broken/bug/", "/broken/gone/"])
def test_htmx_gets_the_status_that_brings_its_message(
    visitor: Client, path: str
) -> None:
    assert visitor.get(path, headers={"HX-Request": "true"}).status_code >= 500


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "status", "words"), PAGES[:4])
def test_a_learner_sees_the_same_words(
    visitor: Client, url: str, status: int, words: str
) -> None:
    visitor.force_login(make_user(email="me@example.com"))
    response = visitor.get(url)
    assert response.status_code == status
    assert words in response.content.decode()
    assert "me@example.com" not in response.content.decode()


RATING = {
    "csrfmiddlewaretoken": "the token that was sent",
    "card": "3",
    "prompt": "0",
    "rating_id": "7f3f6b3e-0000-4000-8000-000000000001",
    "seen_reviews": "2",
    "seen_at": "1700000000000000",
    "answer_ms": "",
    "confidence": "4",
    "password": "of no rating",
}


def refused_by_the_database(url: str, form: dict[str, str]) -> str:
    """The page that answers this form while the database is away."""
    request = RequestFactory().post(url, form)
    try:
        raise OperationalError(DETAIL)
    except OperationalError:
        return server_error(request).content.decode()


@pytest.mark.parametrize("name", ["rate", "practise"])
def test_a_rating_that_met_no_database_can_be_sent_again(name: str) -> None:
    url = reverse(name, args=[RATING["rating_id"]])
    page = refused_by_the_database(url, RATING)
    for field, value in RATING.items():
        held = f'<input type="hidden" name="{field}" value="{value}">' in page
        assert held is (field != "password")
    assert "Send the rating again" in page


def test_no_other_form_is_sent_back() -> None:
    page = refused_by_the_database("/accounts/login/", RATING)
    assert "of no rating" not in page
    assert "<form" not in page
    assert "Go back in a few seconds" in page


def test_a_rating_that_cannot_be_read_is_not_sent_back() -> None:
    url = reverse("rate", args=[RATING["rating_id"]])
    page = refused_by_the_database(url, RATING | {"card": "<script>"})
    assert "<form" not in page


AWAY = """
import django
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.5
django.setup()
from django.test import Client
watcher = Client(headers={"host": "localhost"})
learner = Client(raise_request_exception=False, headers={"host": "localhost"})
learner.cookies["sessionid"] = "a" * 32
for client, path in ((learner, "/"), (learner, "/settings/"), (watcher, "/healthz")):
    response = client.get(path)
    print(path, response.status_code, response.headers.get("Retry-After"))
"""


def test_with_the_database_away_pages_are_503_and_the_process_is_healthy() -> None:
    """A whole process whose database is not there; the session asks for it first."""
    away = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    asked = subprocess.run(
        [sys.executable, "-c", AWAY],
        env=os.environ | away,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told = [line for line in asked.stdout.splitlines() if line.startswith("/")]
    assert told == ["/ 503 10", "/settings/ 503 10", "/healthz 200 None"]


def test_a_form_that_is_too_much_is_named(browser: Client) -> None:
    response = browser.post("/import/", {"text": "x" * 12_000_001})
    assert response.status_code == 413
    assert "That is too much at once" in response.content.decode()
