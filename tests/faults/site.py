"""The real site in a folder of its own, and the killing of its processes.

Only what this run started can be hit: workers are children of its own server, and a
database process counts as ours when it works in this folder's own data directory.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from flashcards import database
from tests.architecture_rules import ROOT
from tests.faults.browser import Browser

HOST = "127.0.0.1"
START_SECONDS_MAX = 180
STOP_SECONDS_MAX = 3
LOOK_SECONDS = 0.05
CLIENT_BACKEND = f"postgres: {database.NAME} {database.NAME} [local]"


class NotServingError(Exception):
    """The site could not be prepared, or does not answer."""


class Site:
    """A served site with two workers and an embedded database of its own."""

    def __init__(self, var: Path, log: Path, **environment: str) -> None:
        self.var, self.log = var, log
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port: int = free.getsockname()[1]
        kept = {name: os.environ[name] for name in ("PATH", "HOME")}
        own = {"FLASHCARDS_VAR": str(var), "PORT": str(self.port), "WORKERS": "2"}
        self.environment = kept | own | {"FLASHCARDS_JOBS": "apart"} | environment
        self._server: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Start the database and make the schema. Raises NotServingError."""
        with self.log.open("ab") as log:
            done = subprocess.run(
                [sys.executable, "-m", "flashcards.prepare"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                check=False,
                timeout=START_SECONDS_MAX,
            )
        if done.returncode:
            raise NotServingError(f"preparing failed; {self.log} says why")

    def serve(self) -> None:
        """Start the server; return once it is ready. Raises NotServingError."""
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "flashcards.serve"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise NotServingError(f"no answer; {self.log} says why")
            time.sleep(LOOK_SECONDS)

    def is_ready(self) -> bool:
        """Whether the site answers and has its database."""
        browser = Browser(HOST, self.port)
        try:
            return browser.send("GET", "/readyz").status == 200
        except browser.LOST:
            return False
        finally:
            browser.close()

    def kill_worker(self) -> bool:
        """Kill -9 one of the web workers; False where none runs just now."""
        assert self._server is not None
        with contextlib.suppress(psutil.Error):
            workers = psutil.Process(self._server.pid).children()
            if workers:
                random.choice(workers).kill()
                return True
        return False

    def kill_backend(self) -> bool:
        """Kill -9 one database process that serves a client; False where none does."""
        postmaster = self.postmaster()
        with contextlib.suppress(psutil.Error):
            backends = [
                process
                for process in (postmaster.children() if postmaster else [])
                if " ".join(process.cmdline()).startswith(CLIENT_BACKEND)
            ]
            if backends:
                random.choice(backends).kill()
                return True
        return False

    def kill_postmaster(self) -> bool:
        """Kill -9 the database server's first process; False where none runs."""
        postmaster = self.postmaster()
        with contextlib.suppress(psutil.Error):
            if postmaster:
                postmaster.kill()
                return True
        return False

    def postmaster(self) -> psutil.Process | None:
        """The database server of this folder, never another's."""
        server = database.Server(database.home(self.var))
        process = server.process()
        with contextlib.suppress(psutil.Error):
            if process and Path(process.cwd()) == server.data:
                return process
        return None

    def stop_serving(self) -> None:
        """Stop the server; the database goes on."""
        if self._server is not None:
            self._stop_server(self._server)
            self._server = None

    def close(self) -> None:
        """Stop all that was started, and remove the folder."""
        self.stop_serving()
        home = database.home(self.var)
        database.stop(self.var)
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)

    def _stop_server(self, server: "subprocess.Popen[bytes]") -> None:
        for sign in (signal.SIGINT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, sign)  # its own session: nobody else's
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(STOP_SECONDS_MAX)
                return
