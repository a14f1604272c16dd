"""From the embedded database to one's own and back, by the commands alone."""

import json
import shutil
import sys

import pytest
from django.db import connection

from flashcards import database
from flashcards.backups.faults import BackupFault
from flashcards.backups.programs import environment_of, programs_for
from tests.backups.own_server import PASSWORD, own_server
from tests.backups.places import run_manage, sums_at

RECORDER = """#!{python}
import json, os, sys
if "--version" not in sys.argv:
    with open({log!r}, "a") as log:
        print(json.dumps([sys.argv, dict(os.environ)]), file=log)
program = os.path.join({programs!r}, os.path.basename(sys.argv[0]))
os.execv(program, [program, *sys.argv[1:]])
"""


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Client programs on PATH that note how they were called; the notes' file."""
    folder, log = tmp_path / "bin", tmp_path / "called"
    folder.mkdir()
    programs = str(database.client_programs())
    for name in ("pg_dump", "pg_restore", "psql"):
        text = RECORDER.format(python=sys.executable, log=str(log), programs=programs)
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return log


def on_path(folder, monkeypatch, version):
    """Client programs on PATH that say that they are of this version."""
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.full
def test_to_an_own_postgres_and_back(kept, tmp_path, recorded):
    sums = {table.name: (table.rows, table.checksum) for table in kept.manifest.tables}
    back = tmp_path / "back home"
    with own_server(tmp_path / "own") as url:
        there = run_manage("restore", kept.path, DATABASE_URL=url)
        assert there.stderr == ""
        assert there.stdout.startswith("Restored ")
        assert sums_at(url) == sums
        assert run_manage("restore", kept.path, DATABASE_URL=url).returncode == 1
        again = run_manage("restore", kept.path, "--force", DATABASE_URL=url)
        assert again.returncode == 0
        assert run_manage("backup", "--to", tmp_path, DATABASE_URL=url).returncode == 0
    (saved,) = tmp_path.glob("*.zip")
    try:
        restored = run_manage("restore", saved, FLASHCARDS_VAR=str(back))
        assert restored.stdout.startswith("Restored ")
        checked = run_manage("check_data", FLASHCARDS_VAR=str(back))
        assert "0 found" in checked.stdout
        home = {"host": str(database.home(back)), "dbname": database.NAME}
        assert sums_at(**home, user=database.NAME) == sums
    finally:
        database.stop(back)
        shutil.rmtree(database.home(back), ignore_errors=True)
    calls = recorded.read_text().splitlines()
    assert len(calls) == 5
    for called in calls:
        arguments, environment = json.loads(called)
        assert not any(PASSWORD in argument for argument in arguments)
        asks = not arguments[0].endswith("pg_restore")
        assert environment.get("PGPASSWORD") == (PASSWORD if asks else None)


@pytest.fixture
def given(db):
    """The tests' database as if DATABASE_URL had named it."""
    place = connection.copy()
    place.settings_dict["ENGINE"] = "flashcards.postgres"
    yield place
    place.close()


@pytest.mark.django_db
def test_the_embedded_databases_programs_are_its_own(tmp_path, monkeypatch):
    on_path(tmp_path / "bin", monkeypatch, "99.1")
    assert programs_for(connection, at_least=18).major == 18


@pytest.mark.parametrize(("there", "taken"), [("19.1", 19), ("18beta1", 18)])
def test_those_on_path_are_taken_if_they_are_new_enough(
    given, tmp_path, monkeypatch, there, taken
):
    on_path(tmp_path / "bin", monkeypatch, there)
    programs = programs_for(given, at_least=18)
    assert programs.major == taken
    assert programs.paths["psql"] == str(tmp_path / "bin" / "psql")


def test_instead_of_older_ones_our_own_are_taken(given, tmp_path, monkeypatch):
    on_path(tmp_path / "bin", monkeypatch, "17.6 (Debian 17.6-1)")
    programs = programs_for(given, at_least=18)
    assert programs.major == 18
    assert programs.paths["psql"] == str(database.client_programs() / "psql")


def test_for_a_newer_server_it_is_said_what_to_install(given, tmp_path, monkeypatch):
    on_path(tmp_path / "bin", monkeypatch, "17.6")
    with pytest.raises(BackupFault) as caught:
        programs_for(given, at_least=20)
    assert "version 20 or newer (on Debian postgresql-client-20)" in str(caught.value)
    assert "there is version 17 on PATH" in str(caught.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFault, match="there is none on PATH"):
        programs_for(given, at_least=20)


@pytest.mark.django_db
def test_an_address_becomes_libpqs_variables():
    place = connection.copy()
    place.settings_dict |= {
        "NAME": "cards",
        "USER": "keeper",
        "PASSWORD": PASSWORD,
        "HOST": "db.example",
        "PORT": "5433",
        "ENGINE": "flashcards.postgres",
        "OPTIONS": {"sslmode": "verify-full", "connect_timeout": "2"},
    }
    environment = environment_of(place)
    del environment["PATH"], environment["TZ"], environment["LC_ALL"]
    environment.pop("HOME")
    assert environment == {
        "PGDATABASE": "cards",
        "PGUSER": "keeper",
        "PGPASSWORD": PASSWORD,
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGSSLMODE": "verify-full",
        "PGCONNECT_TIMEOUT": "2",
        "PGCLIENTENCODING": "UTF8",
    }
