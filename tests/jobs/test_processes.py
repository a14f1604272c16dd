"""Workers as processes: killed, stopped, left alone by who started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from decks.jobs.models import Job
from decks.jobs.queueing import enqueue
from decks.work import KINDS
from tests.architecture_rules import ROOT
from tests.jobs.kinds_at_work import made
from tests.jobs.test_running import let_pass

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS_MAX = 60


def start_worker(kinds: str = "tests.jobs.kinds_at_work") -> subprocess.Popen:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.jobs.worker_process", name, kinds]
    return subprocess.Popen(command, cwd=ROOT)


def wait_until(is_so) -> None:
    end = time.monotonic() + SECONDS_MAX
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_killed_workers_job_is_done_once_by_the_next(tmp_path: Path):
    place = tmp_path / "job"
    begun, end = Path(f"{place}.begun"), Path(f"{place}.end")
    enqueue("wait", payload={"place": str(place)}, now=timezone.now())
    with start_worker() as first:
        wait_until(begun.exists)
        first.send_signal(signal.SIGKILL)
    begun.unlink()
    end.touch()
    assert made() == 0
    let_pass(minutes=1)
    with start_worker() as second:
        wait_until(lambda: Job.objects.get().state == Job.State.DONE)
        second.terminate()
    assert (Job.objects.get().tries, made()) == (2, 1)


@pytest.mark.full
def test_a_job_that_kills_its_workers_is_set_aside_and_the_next_is_done():
    enqueue("die", now=timezone.now())
    enqueue("make", payload={"title": "after it"}, now=timezone.now())
    for _ in range(3):
        with start_worker() as worker:
            assert worker.wait(SECONDS_MAX) == -signal.SIGKILL
        let_pass(minutes=1)
        Job.objects.filter(kind="make").update(run_at=timezone.now())
    with start_worker() as worker:
        wait_until(lambda: all(job.is_over for job in Job.objects.all()))
        worker.terminate()
    states = dict(Job.objects.values_list("kind", "state"))
    assert states == {"die": Job.State.FAILED, "make": Job.State.DONE}
    assert made() == made("after it") == 1


def test_the_command_does_what_is_due_and_ends(capsys):
    call_command("run_jobs", once=True)
    assert set(Job.objects.values_list("kind", "state")) >= {
        ("clean_up", Job.State.DONE)
    }
    assert set(KINDS) >= set(Job.objects.values_list("kind", flat=True))
    assert "Jobs done:" in capsys.readouterr().out


COMMAND = (sys.executable, "manage.py", "run_jobs")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No database answers there: what is looked at is the process."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "flashcards.settings",
        "FLASHCARDS_MODE": "local",
        "FLASHCARDS_VAR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none",
    }


@pytest.fixture
def start(environment):
    """Starts a process that says what it does; whatever is left of them is killed."""
    started: list[subprocess.Popen] = []

    def begin(command) -> subprocess.Popen:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate(timeout=SECONDS_MAX)


def wait_for_words(process: subprocess.Popen, words: str) -> None:
    assert process.stderr is not None
    assert any(words in line for line in process.stderr)


def test_the_command_waits_for_a_database_and_ends_on_a_signal(start):
    worker = start(COMMAND)
    wait_for_words(worker, "The database is away")
    worker.terminate()
    assert worker.wait(SECONDS_MAX) == 0


@pytest.mark.full
def test_the_command_ends_with_who_started_it(start):
    code = (
        "import os, subprocess, sys, time\n"
        f"command = [*{COMMAND!r}, '--with-parent', str(os.getpid())]\n"
        "child = subprocess.Popen(command)\n"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    parent = start([sys.executable, "-c", code])
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    wait_for_words(parent, "The database is away")
    parent.kill()
    wait_until(lambda: not psutil.pid_exists(worker))


def test_the_command_ends_at_once_where_who_started_it_has_gone_before(start):
    gone = subprocess.Popen(["true"])
    gone.wait()
    worker = start([*COMMAND, "--with-parent", str(gone.pid)])
    assert worker.wait(SECONDS_MAX) == 0
    assert "The database is away" not in worker.stderr.read()
