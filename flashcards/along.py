"""A worker of jobs that runs along with the server, for a site of one command."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

COMMAND = (
    *(sys.executable, str(Path(__file__).parent.parent / "manage.py")),
    *("run_jobs", "--with-parent"),
)
"""Wants the id of the process that it ends with."""
RESTART_SECONDS = (1.0, 30.0)
"""At first, and where it dies again and again."""
GRACE_SECONDS = 5.0
"""So long a job may take to end when the server does; longer ones are taken up again
by the next worker."""


@contextlib.contextmanager
def jobs_along() -> Iterator[None]:
    """A worker runs meanwhile, unless FLASHCARDS_JOBS has it run apart."""
    if not settings.JOBS_ALONG:
        yield
        return
    worker = Along()
    worker.start()
    try:
        yield
    finally:
        worker.end()


class Along(threading.Thread):
    """Keeps one worker running: one that dies, or cannot be started, is started again.

    `command` is the worker's.
    """

    def __init__(self, *command: str) -> None:
        super().__init__(daemon=True)
        self._command = command or (*COMMAND, str(os.getpid()))
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        # A web worker forked while this starts its own would keep the pipe by which
        # that start is known: it would seem to last as long as the web worker.
        os.register_at_fork(
            before=self._lock.acquire,
            after_in_parent=self._lock.release,
            after_in_child=self._lock.release,
        )

    def run(self) -> None:
        wait_seconds, longest = RESTART_SECONDS
        while not self._is_over.is_set():
            started = time.monotonic()
            self._run_one()
            if time.monotonic() - started > longest:
                wait_seconds, _ = RESTART_SECONDS
            self._is_over.wait(wait_seconds)
            wait_seconds = min(2 * wait_seconds, longest)

    def _run_one(self) -> None:
        """Until it ends; not at all where the machine has no room for it."""
        try:
            process = self._begin()
        except OSError as error:
            logger.warning("The worker of jobs cannot be started: %s", error.strerror)
        else:
            if process is not None:
                process.wait()

    def end(self) -> None:
        """Have the worker end, and wait for that: at most GRACE_SECONDS."""
        with self._lock:
            self._is_over.set()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._is_over.is_set():
                return None
            # A session of its own: a terminal's Ctrl-C is the server's, which ends it.
            self._process = subprocess.Popen(  # noqa: S603
                self._command, start_new_session=True
            )
            return self._process
