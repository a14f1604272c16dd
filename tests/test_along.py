"""The worker of jobs beside the server: it does them, is replaced, and goes with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from flashcards import database
from flashcards.along import Along
from tests.architecture_rules import ROOT
from tests.served_site import WAIT_SECONDS_MAX, Site, served_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """With its tables, which come after its start: the first worker died of that."""
    with served_site(tmp_path / "var") as served:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            env=served.environment,
            cwd=ROOT,
            check=True,
            timeout=120,
        )
        yield served


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ask(var: Path, sql: str) -> list[tuple[object, ...]]:
    folder = str(database.home(var))
    name = database.NAME
    with psycopg.connect(host=folder, dbname=name, user=name) as connection:
        return connection.execute(sql).fetchall()


def is_one_done(var: Path, key: str) -> bool:
    return ask(
        var,
        "SELECT count(*) FROM decks_job"
        f" WHERE kind = 'clean_up' AND key = '{key}' AND state = 'done'",
    ) == [(1,)]


def enqueue(var: Path, key: str) -> None:
    ask(
        var,
        "INSERT INTO decks_job (kind, key, payload, state, tries, run_at, is_to_stop,"
        " done_count, total_count, error, created_at)"
        f" VALUES ('clean_up', '{key}', '{{}}', 'waiting', 0, now(), false, 0, 0, '',"
        " now()) RETURNING id",
    )


@pytest.mark.full
def test_a_served_site_does_its_jobs_also_once_their_worker_was_killed(
    site: Site,
) -> None:
    enqueue(site.var, "first")
    wait_until(lambda: is_one_done(site.var, "first"))
    (killed,) = site.job_workers()
    killed.kill()
    enqueue(site.var, "second")
    wait_until(lambda: is_one_done(site.var, "second"))
    assert [worker.pid for worker in site.job_workers()] != [killed.pid]


@pytest.mark.full
def test_without_it_where_jobs_are_done_apart(tmp_path: Path) -> None:
    with served_site(tmp_path / "var", FLASHCARDS_JOBS="apart") as served:
        assert served.job_workers() == []


def test_one_that_cannot_be_started_is_tried_again(tmp_path: Path, caplog) -> None:
    program, begun = tmp_path / "worker", tmp_path / "begun"
    along = Along(str(program))
    along.start()
    try:
        wait_until(lambda: "cannot be started" in caplog.text)
        program.write_text(f"#!/bin/sh\ntouch {begun}\nexec sleep 600\n")
        program.chmod(0o700)
        wait_until(begun.exists)
    finally:
        along.end()
    along.join(WAIT_SECONDS_MAX)
    assert not along.is_alive()


@pytest.mark.full
def test_it_ends_with_the_server_on_an_interrupt(site: Site) -> None:
    wait_until(site.job_workers)
    workers = site.job_workers()
    os.killpg(site.process.pid, signal.SIGINT)
    site.process.communicate(timeout=WAIT_SECONDS_MAX)
    assert site.process.returncode in (0, 130)
    assert psutil.wait_procs(workers, timeout=10)[1] == []
