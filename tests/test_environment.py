"""Each wrong setting stops the start with one line that names it, and no traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from flashcards.environment import WrongSetting, database_from_url, kept_secret_key
from tests.production import ENVIRONMENT as PRODUCTION
from tests.sampling import asked

ROOT = Path(__file__).resolve().parent.parent


def start(module="flashcards.prepare", **environment):
    """Start the program with only these variables; its exit code and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=kept | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.strip()


WRONG = [
    ({"FLASHCARDS_MODE": "live"}, "FLASHCARDS_MODE must be one of local, dev"),
    ({"FLASHCARDS_SIGNUP": "yes"}, "FLASHCARDS_SIGNUP must be one of open, closed"),
    ({"FLASHCARDS_JOBS": "no"}, "FLASHCARDS_JOBS must be one of along, apart"),
    ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT is not a valid int"),
    ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    ({"SITE_URL": "http://cards.example"}, "SITE_URL must be like https://cards"),
    ({"ALLOWED_HOSTS": "*"}, "SITE_URL must be like https://cards.example, not"),
    ({"EMAIL_HOST": ""}, "EMAIL_HOST is not set"),
    ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL is not set"),
    ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL is not a Postgres address"),
    ({"DATABASE_URL": "postgres://u:pw@h:port/d"}, "DATABASE_URL cannot be read"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of DEBUG, INFO"),
    (
        {"METRICS_TOKEN": "short"},
        "METRICS_TOKEN has 5 characters, 20 are the least",
    ),
    ({"SLOW_STATEMENT_MS": "1 s"}, "SLOW_STATEMENT_MS is not a valid int"),
    ({"SLOW_STATEMENT_MS": "-1"}, "SLOW_STATEMENT_MS must be 0"),
    ({"PORT": "99999"}, "PORT must be from 1 to 65535"),
    ({"PORT": "http"}, "PORT is not a valid int"),
    ({"HOST": "no.such.host.invalid"}, "HOST is not an address of this machine"),
]


@pytest.mark.parametrize(("changes", "says"), asked(WRONG, one_of=3))
def test_a_wrong_setting_is_named_in_one_line(changes, says):
    code, said = start(**(PRODUCTION | changes))
    assert code == 1
    assert said.startswith(f"flashcards: {says}")
    assert "\n" not in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_named_without_its_password():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        url = f"postgres://me:hush-hush@127.0.0.1:{port}/cards"
        code, said = start(**(PRODUCTION | {"DATABASE_URL": url}))
    assert code == 1
    assert "DATABASE_URL" in said
    assert "hush" not in said
    assert "\n" not in said


def test_an_occupied_port_is_named_with_a_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = start(PORT=str(port), FLASHCARDS_VAR=str(tmp_path))
    assert code == 1
    assert f"port {port} is in use" in said
    assert "\n" not in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    code, said = start(FLASHCARDS_VAR=str(blocked / "var"))
    assert code == 1
    assert str(blocked) in said
    assert "\n" not in said


class TestDatabaseUrl:
    def test_all_its_parts(self):
        made = database_from_url("postgres://me:p%40s@db:5433/cards?sslmode=require")
        assert (made["USER"], made["PASSWORD"], made["HOST"]) == ("me", "p@s", "db")
        assert (made["PORT"], made["NAME"]) == ("5433", "cards")
        assert made["OPTIONS"]["sslmode"] == "require"

    def test_a_host_that_is_gone_is_given_up_unless_the_url_says_otherwise(self):
        given = database_from_url("postgres://db/cards?tcp_user_timeout=9000")
        assert given["OPTIONS"]["tcp_user_timeout"] == "9000"
        assert int(given["OPTIONS"]["connect_timeout"]) <= 4
        usual = database_from_url("postgres://db/cards")["OPTIONS"]
        assert int(usual["tcp_user_timeout"]) <= 4_000
        waits = {
            name: int(usual[f"keepalives_{name}"]) for name in ("idle", "interval")
        }
        tries = int(usual["keepalives_count"])
        assert waits["idle"] + waits["interval"] * tries <= 10

    def test_a_socket_folder(self):
        made = database_from_url("postgresql:///cards?host=/run/postgresql")
        assert (made["HOST"], made["PORT"]) == ("/run/postgresql", "")

    @pytest.mark.parametrize(
        "url", ["", "cards", "http://x/y", "postgres://db", "postgres://[/x"]
    )
    def test_what_is_none(self, url):
        with pytest.raises(WrongSetting):
            database_from_url(url)


class TestSecretKey:
    def test_it_is_made_once_for_its_owner_alone(self, tmp_path):
        path = tmp_path / "new" / "secret-key"
        first = kept_secret_key(path)
        assert len(first) >= 50
        assert kept_secret_key(path) == first
        assert path.stat().st_mode & 0o077 == 0
        assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]
