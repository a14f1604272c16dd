"""The embedded server, started for real in folders of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from flashcards import database
from flashcards.embedded import place

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def var(tmp_path):
    """A fresh folder; whatever server it got is gone afterwards, data and all."""
    folder = tmp_path / "var"
    yield folder
    home = database.home(folder)
    database.stop(folder)
    shutil.rmtree(home, ignore_errors=True)


def query(var, sql):
    """The first value of the first row, over a connection of its own."""
    with psycopg.connect(
        host=str(database.home(var)),
        port=database.PORT,
        dbname=database.NAME,
        user=database.NAME,
        autocommit=True,
    ) as connection:
        cursor = connection.execute(sql)
        row = cursor.fetchone() if cursor.description else None
    return row and row[0]


def postmaster(var):
    pid_file = database.Server(database.home(var)).data / "postmaster.pid"
    return psutil.Process(int(pid_file.read_text().split()[0]))


def kill_server(var):
    """kill -9, as when memory runs out."""
    process = postmaster(var)
    process.kill()
    psutil.wait_procs([process], timeout=10)


def in_process(var, code="database.ensure(var)"):
    """Another process that uses the folder, as a worker or a command would."""
    script = f"from pathlib import Path; var = Path({str(var)!r})\n"
    script += f"from flashcards import database\n{code}\n"
    command = [sys.executable, "-c", script]
    # A group of its own, so that it can be killed with all that it has started.
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def test_a_cold_start_a_warm_one_and_a_stop(var):
    database.ensure(var)
    query(var, "CREATE TABLE kept AS SELECT 42 AS n")
    assert database.stop(var)
    assert not database.stop(var)
    database.ensure(var)
    assert query(var, "SELECT n FROM kept") == 42
    assert database.home(var).stat().st_mode & 0o077 == 0
    assert query(var, "SHOW fsync") == "on"
    assert query(var, "SHOW listen_addresses") == ""
    locale = "SELECT datlocale FROM pg_database WHERE datname = current_database()"
    assert query(var, locale) == "C.UTF-8"


@pytest.mark.full
def test_killed_the_server_comes_back_with_its_data(var):
    database.ensure(var)
    query(var, "CREATE TABLE kept AS SELECT 42 AS n")
    kill_server(var)
    database.ensure(var)
    assert query(var, "SELECT n FROM kept") == 42


@pytest.mark.full
def test_six_processes_at_once_start_one_server(var):
    processes = [in_process(var) for _ in range(6)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 6
    assert query(var, "SELECT 1") == 1


@pytest.mark.full
def test_a_pid_file_with_another_processes_number_is_no_hindrance(var):
    database.ensure(var)
    pid_file = database.Server(database.home(var)).data / "postmaster.pid"
    kept = pid_file.read_text()
    database.stop(var)
    pid_file.write_text(kept.replace(kept.split()[0], str(os.getpid()), 1))
    database.ensure(var)
    assert query(var, "SELECT 1") == 1


@pytest.mark.full
def test_what_a_killed_initdb_left_is_never_used(var):
    process = in_process(var)
    data = database.Server(database.home(var)).data
    draft = data.with_name(f"{data.name}.tmp")
    deadline = time.monotonic() + 30
    while not draft.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert draft.exists()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    assert not data.exists()
    database.ensure(var)
    assert query(var, "SELECT 1") == 1


@pytest.mark.full
def test_a_killed_app_leaves_the_server_to_the_next_one(var):
    process = in_process(var, "database.ensure(var)\nimport time; time.sleep(60)")
    deadline = time.monotonic() + 30
    while not database.Server(database.home(var)).is_up():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    server = postmaster(var)
    process.kill()
    process.wait(timeout=10)
    database.ensure(var)
    assert postmaster(var).pid == server.pid


def test_data_of_another_major_version_stops_the_start(var):
    home = database.home(var)
    (home / "data-17").mkdir(parents=True)
    with pytest.raises(database.NotStartedError) as caught:
        database.ensure(var)
    assert "written by PostgreSQL 17, this version brings 18" in str(caught.value)
    assert "make restore" in str(caught.value)
    assert not database.Server(home).data.exists()
    shutil.rmtree(home)


@pytest.mark.full
@pytest.mark.parametrize(
    "name",
    [
        "with space",
        pytest.param("ünicode", marks=pytest.mark.full),
        pytest.param("x" * 120, marks=pytest.mark.full),
        pytest.param("quo'te", marks=pytest.mark.full),
    ],
)
def test_folders_of_any_name(tmp_path, name):
    var = tmp_path / name / "var"
    try:
        database.ensure(var)
        assert query(var, "SELECT 1") == 1
        assert len(bytes(database.home(var))) <= place.SOCKET_FOLDER_BYTES_MAX
    finally:
        home = database.home(var)
        database.stop(var)
        shutil.rmtree(home, ignore_errors=True)


def test_a_fresh_folder_at_an_old_place_finds_no_old_data(var, monkeypatch):
    monkeypatch.setattr(place, "is_root", lambda: True)
    first = place.home(var)
    shutil.rmtree(var)
    assert place.home(var) != first


@pytest.mark.parametrize("damaged", ["", "..", "/etc", "0123456789abcde"])
def test_a_damaged_id_stops_the_start(tmp_path, monkeypatch, damaged):
    monkeypatch.setattr(place, "is_root", lambda: True)
    (tmp_path / "pg-id").write_text(damaged)
    with pytest.raises(database.NotStartedError) as caught:
        place.home(tmp_path)
    assert "pg-id no longer says where the database is" in str(caught.value)
    assert (tmp_path / "pg-id").read_text() == damaged
