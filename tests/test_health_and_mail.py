"""What whoever watches the site asks, and where local mail goes."""

import logging
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError
from django.test import Client, override_settings

from flashcards import health


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    """pytest-django forbids it here: no database mark."""
    reply = client.get("/healthz")
    assert (reply.status_code, reply.content) == (200, b"ok\n")
    assert "Set-Cookie" not in reply.headers


def test_healthz_does_not_look_up_who_asks(client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    reply = client.get("/healthz")
    assert reply.status_code == 200
    assert "Vary" not in reply.headers


@pytest.mark.django_db(transaction=True)
def test_readyz_asks_the_database(client: Client) -> None:
    reply = client.get("/readyz")
    assert (reply.status_code, reply.content) == (200, b"ready\n")


@pytest.mark.parametrize("error", [DatabaseError("away"), TimeoutError()])
def test_readyz_says_503_where_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(health, "_ask_database", fails)
    assert client.get("/readyz").status_code == 503


def test_local_mail_is_a_file_for_its_owner_and_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "new" / "mail"
    message = EmailMessage("Hello", "Open http://x/y", to=["ada@example.com"])
    backend = "flashcards.mail.FileAndLogBackend"
    with override_settings(EMAIL_FILE_PATH=folder), caplog.at_level(logging.INFO):
        sent = get_connection(backend).send_messages([message, message])
    assert sent == 2
    first, _ = folder.iterdir()
    assert b"Open http://x/y" in first.read_bytes()
    assert folder.stat().st_mode & 0o077 == 0
    assert "ada@example.com" in caplog.text
    assert "Open http://x/y" in caplog.text
