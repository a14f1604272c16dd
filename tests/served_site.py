"""The real server as a process, for its tests: on a port and a database of its own."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from flashcards import database
from tests.architecture_rules import ROOT

WAIT_SECONDS_MAX = 60


class Site:
    """A served site on a port of its own."""

    def __init__(self, var: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.var = var
        kept = {name: os.environ[name] for name in ("PATH", "HOME")}
        own = {"FLASHCARDS_VAR": str(var), "PORT": str(self.port)}
        self.environment = kept | own | environment
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flashcards.serve"],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def status(self, path: str = "/healthz") -> int:
        """The status of this page, 0 where nobody answers."""
        return self._ask(path)[0]

    def read(self, path: str) -> str:
        """What stands there."""
        return self._ask(path)[1].decode()

    def _ask(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def wait_for(self, path: str = "/healthz") -> None:
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while self.status(path) != 200:
            assert time.monotonic() < deadline, "the site does not answer"
            time.sleep(0.05)

    def wait_for_address(self) -> None:
        """Read what it prints up to its address."""
        self.wait_for_line(f":{self.port}")

    def wait_for_line(self, text: str) -> None:
        """Read what it prints up to the line that has this."""
        assert self.process.stdout is not None
        assert any(text in line for line in self.process.stdout)

    def workers(self) -> list[psutil.Process]:
        """Those that answer requests."""
        return [child for child in self._children() if not does_jobs(child)]

    def wait_for_workers(self, count: int) -> None:
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while len([each for each in self.workers() if is_alive(each)]) < count:
            assert time.monotonic() < deadline, "there are too few workers"
            time.sleep(0.05)

    def job_workers(self) -> list[psutil.Process]:
        """Those that run jobs beside them."""
        return [child for child in self._children() if does_jobs(child)]

    def _children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def does_jobs(process: psutil.Process) -> bool:
    try:
        return "run_jobs" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


@contextlib.contextmanager
def served_site(var: Path, **environment: str) -> Iterator[Site]:
    """A site that answers; nothing of it is left afterwards."""
    served = Site(var, **environment)
    with ended(served):
        served.wait_for()
        served.wait_for_address()
        yield served


@contextlib.contextmanager
def ended(served: Site) -> Iterator[None]:
    """Nothing of it is left afterwards."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(served.process.pid, signal.SIGKILL)
        served.process.communicate(timeout=WAIT_SECONDS_MAX)
        home = database.home(served.var)
        database.stop(served.var)
        shutil.rmtree(home, ignore_errors=True)
