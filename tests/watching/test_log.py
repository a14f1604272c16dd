"""What the log of a production site holds, and above all what it does not.

One process asks the whole site and these tests read what it wrote.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from tests.architecture_rules import ROOT
from tests.production import ENVIRONMENT

Lines = list[dict[str, Any]]


def database_url() -> str:
    """The tests' database, for a process of its own."""
    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'] or '')}"
    options = urlencode({"host": at["HOST"] or "localhost"})
    return f"postgres://{who}@:{at['PORT'] or 5432}/{at['NAME']}?{options}"


def run_production(files: Path) -> tuple[list[str], str]:
    """What no line may hold, and the log."""
    given = ENVIRONMENT | {
        "DJANGO_SETTINGS_MODULE": "flashcards.settings",
        "DATABASE_URL": database_url(),
        "STATIC_ROOT": str(files),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.watching.production_log"],
        env={"PATH": os.environ["PATH"]} | given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.full
def test_the_log_tells_of_requests_and_of_nobodys_words(tmp_path: Path) -> None:
    secrets, log = run_production(tmp_path)
    lines: Lines = [json.loads(line) for line in log.splitlines()]
    assert [secret for secret in secrets if secret in log] == []
    _assert_each_request_has_its_line(lines)
    _assert_faults_say_where_and_not_what(lines)
    _assert_refusals_are_told_without_their_words(lines)


def _assert_each_request_has_its_line(lines: Lines) -> None:
    told = [line for line in lines if line["event"] == "request"]
    routes = {(line["method"], line["route"], line["status"]) for line in told}
    assert {
        ("POST", "account_login", 200),
        ("POST", "account_login", 302),
        ("POST", "account_login", 403),
        ("GET", "account_reset_password_from_key", 200),
        ("GET", "none", 404),
        ("GET", "none", 400),
        ("GET", "faulty", 500),
        ("GET", "faulty", 503),
        ("GET", "join", 200),
        ("GET", "search", 200),
        ("POST", "card_new", 302),
    } <= routes
    saved = next(line for line in told if line["route"] == "card_new")
    assert saved["request_id"] == "from-the-proxy-1"
    assert isinstance(saved["user"], int)
    assert saved["statements"] > 1
    assert saved["ms"] >= saved["statements_ms"] > 0
    for line in told:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", line["timestamp"])
    ids = [line["request_id"] for line in told]
    assert len({*ids}) == len(ids)


def _assert_faults_say_where_and_not_what(lines: Lines) -> None:
    faults = [line["exception"] for line in lines if "exception" in line]
    assert all("tests/watching/faulty_urls.py:" in fault for fault in faults)
    assert any("builtins.ValueError" in fault for fault in faults)
    assert any("23505" in fault and "email" in fault for fault in faults)
    assert any("22007" in fault for fault in faults)
    assert any("the database is away" in fault for fault in faults)
    errors = [line for line in lines if line["level"] == "error"]
    assert {line["event"] for line in errors} == {
        "Internal Server Error",
        "Service Unavailable",
        "request refused: SuspiciousOperation",
    }


def _assert_refusals_are_told_without_their_words(lines: Lines) -> None:
    told = {line["event"] for line in lines}
    assert "form refused: Origin checking failed" in told
    assert "form refused: Referer checking failed" in told
    hosts = [line for line in lines if line["event"].endswith("DisallowedHost")]
    assert [line.get("host") for line in hosts] == [None, "other.example.com"]
    assert {line["level"] for line in hosts} == {"info"}
