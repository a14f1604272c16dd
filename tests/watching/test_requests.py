"""The id of a request, and what its line says of who asked."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings

from decks.models import User

NEW_ID = re.compile(r"[0-9a-f]{16}")


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_the_proxys_id_is_kept(client: Client) -> None:
    response = client.get("/healthz", headers={"x-request-id": "c0ffee-0123_AB"})
    assert response["X-Request-ID"] == "c0ffee-0123_AB"


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "with blank 1", "a\r\nSet-Cookie"]
)
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_an_odd_id_is_replaced(client: Client, given: str) -> None:
    response = client.get("/healthz", headers={"x-request-id": given})
    assert NEW_ID.fullmatch(response["X-Request-ID"])


@pytest.mark.full
def test_without_a_proxy_nobody_chooses_the_id(client: Client) -> None:
    sent = {"x-request-id": "c0ffee-0123_AB"}
    told = [client.get("/healthz", headers=sent)["X-Request-ID"] for _ in range(2)]
    assert all(NEW_ID.fullmatch(one) for one in told)
    assert told[0] != told[1]


def last_line(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in told if line["event"] == "request"][-1]


@pytest.mark.django_db
def test_a_line_says_who_asked(
    browser: Client, learner: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="flashcards.watching.requests"):
        browser.get("/settings/")
        assert last_line(caplog)["user"] == learner.pk
        browser.get("/healthz")
        assert last_line(caplog)["user"] is None
        assert last_line(caplog)["statements"] == 0


@pytest.mark.django_db
def test_healthy_probes_and_files_are_quiet(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="flashcards.watching.requests"):
        for path in ("/healthz", "/library/"):
            client.get(path)
        client.get("/static/css/base.css").close()
    told = {
        r.msg["route"]: r.levelname for r in caplog.records if isinstance(r.msg, dict)
    }
    assert told == {"healthz": "DEBUG", "static": "DEBUG", "library": "INFO"}
