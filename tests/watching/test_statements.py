"""Slow statements stand in the log by their text, and no value with them."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.test import Client, override_settings

from decks.models import Card, Deck, User
from flashcards.watching.statements import TEXT_MAX_CHARACTERS, tally, without_values
from tests.factories import make_deck, make_user

pytestmark = pytest.mark.django_db
SECRET = "Sphinx of black quartz"


@pytest.fixture(autouse=True)
def outside_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this thread was asked before."""
    monkeypatch.setattr(tally, "request", None)


def slow_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in told if line["event"] == "slow statement"]


def test_nothing_is_told_until_it_is_switched_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02)")
    assert slow_lines(caplog) == []


@override_settings(SLOW_STATEMENT_MS=15)
def test_only_the_slow_ones_are_told(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [0.02])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    (line,) = slow_lines(caplog)
    assert line["statement"] == "SELECT pg_sleep(%s)"
    assert line["ms"] >= 15
    assert line["route"] == "none"


@pytest.fixture
def _all_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashcards.watching.statements._is_slow", lambda took: True)


@pytest.mark.usefixtures("_all_are_slow")
def test_values_of_the_orm_are_not_told(caplog: pytest.LogCaptureFixture) -> None:
    user = make_user(email="ada.secretive@example.net", display_name=SECRET)
    deck = make_deck(owner=user, title=SECRET)
    Card.objects.bulk_create(
        Card(deck=deck, position=n, question=SECRET, answer=SECRET, tags=[SECRET])
        for n in range(3)
    )
    same = Concat(Value(SECRET), "title", Value("it's " + SECRET))
    list(Deck.objects.annotate(same=same).filter(Q(title__icontains=SECRET))[:7])
    Deck.objects.extra(select={"x": f"'it''s {SECRET}'"}).first()
    User.objects.filter(email__in=[user.email, SECRET]).update(display_name="x")
    told = " ".join(line["statement"] for line in slow_lines(caplog))
    assert "INSERT INTO" in told
    assert "UPDATE" in told
    for secret in (SECRET, "secretive", "Sphinx", "it's", "it''s"):
        assert secret not in told


@pytest.mark.usefixtures("_all_are_slow")
def test_a_slow_statement_names_the_route(
    browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    browser.get("/library/")
    assert {line["route"] for line in slow_lines(caplog)} >= {"library"}


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT  1,\n 'a''b' , T2.x", "SELECT ?, ? , T2.x"),
        ("SELECT $a$it's$a$, $$x$$", "SELECT ?, ?"),
        ("WHERE id IN (%s, %s, %s, %s) LIMIT 21", "WHERE id IN (…) LIMIT ?"),
        (
            'SELECT "level_1" FROM t WHERE c = %s',
            'SELECT "level_1" FROM t WHERE c = %s',
        ),
    ],
)
def test_literals_are_taken_out(sql: str, told: str) -> None:
    assert without_values(sql) == told


def test_a_long_statement_is_cut() -> None:
    assert len(without_values("x " * TEXT_MAX_CHARACTERS)) == TEXT_MAX_CHARACTERS


def test_a_request_counts_its_own_statements(browser: Client) -> None:
    browser.get("/library/")
    first = tally.count
    browser.get("/library/")
    assert tally.count == first > 1
    assert tally.seconds > 0
