"""The real server as a process: it answers, survives its workers, and stops cleanly."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flashcards import database
from tests import slow_settings
from tests.architecture_rules import ROOT
from tests.served_site import WAIT_SECONDS_MAX, Site, ended, served_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One that goes on, whatever of it was killed."""
    var = tmp_path_factory.mktemp("served") / "var"
    with served_site(var, FLASHCARDS_JOBS="apart") as served:
        yield served


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Site]:
    """One that this test ends."""
    with served_site(tmp_path / "var", FLASHCARDS_JOBS="apart") as served:
        yield served


@pytest.mark.full
def test_workers_killed_in_quick_succession_end_no_site(site: Site) -> None:
    for _ in range(4):
        for worker in site.workers():
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.kill()
        site.wait_for()
    assert site.process.poll() is None
    assert site.status("/readyz") == 200


@pytest.mark.full
def test_the_figures_are_all_workers_and_outlive_them(site: Site) -> None:
    before = answered(site, "readyz")
    for _ in range(20):
        site.status("/readyz")
    assert answered(site, "readyz") == before + 20
    for worker in site.workers():
        worker.kill()
    site.wait_for()
    assert answered(site, "readyz") == before + 20
    memory = re.findall(r"^flashcards_memory_bytes\{", site.read("/metrics"), re.M)
    assert len(memory) >= 3  # the server and two workers


def answered(site: Site, route: str) -> float:
    """How many requests of this route the site counts as answered."""
    line = rf'^flashcards_requests_total\{{.*route="{route}".*\}} (\S+)$'
    return sum(map(float, re.findall(line, site.read("/metrics"), re.M)))


@pytest.mark.full
def test_an_interrupt_stops_it_cleanly_with_its_workers(ending: Site) -> None:
    workers = ending.workers()
    assert len(workers) == 2
    said = interrupted(ending)
    assert ending.process.returncode in (0, 130)
    assert "Traceback" not in said
    assert "refused to gracefully stop" not in said  # killed, ten seconds later
    _, left = psutil.wait_procs(workers, timeout=10)
    assert left == []


@pytest.mark.full
def test_an_interrupt_stops_workers_that_are_still_starting(tmp_path: Path) -> None:
    site = Site(
        tmp_path / "var",
        FLASHCARDS_JOBS="apart",
        DJANGO_SETTINGS_MODULE="tests.slow_settings",
    )
    with ended(site):
        site.wait_for_line(slow_settings.STARTING)
        workers = site.workers()
        said = interrupted(site)
        assert "refused to gracefully stop" not in said
        _, left = psutil.wait_procs(workers, timeout=10)
        assert left == []


def interrupted(site: Site) -> str:
    """What it says when interrupted as a terminal does: its whole group at once."""
    os.killpg(site.process.pid, signal.SIGINT)
    said, _ = site.process.communicate(timeout=WAIT_SECONDS_MAX)
    return said


def test_a_killed_site_leaves_no_worker_on_its_port(ending: Site) -> None:
    workers = ending.workers()
    ending.process.kill()
    _, left = psutil.wait_procs(workers, timeout=10)
    assert left == []
    assert ending.status() == 0


@pytest.mark.full
def test_a_killed_database_is_back_without_a_restart(site: Site) -> None:
    site.wait_for_workers(2)
    site.wait_for("/readyz")
    workers = {worker.pid for worker in site.workers()}
    server = database.Server(database.home(site.var)).process()
    assert server is not None
    server.kill()
    site.wait_for("/readyz")
    assert {worker.pid for worker in site.workers()} == workers


def test_an_occupied_port_is_named_in_one_line(site: Site) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "flashcards.serve"],
        env=site.environment,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS_MAX,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"flashcards: port {site.port} is in use")
    assert second.stderr.count("\n") == 1
