"""Serves the site with granian: `python -m flashcards.serve` (HOST, PORT, WORKERS).

Two workers of one thread each were fastest and steadiest on two cores. A worker that
dies is replaced after half a second; without that, one would end the whole server.
"""

import os
import signal
import sys
import tempfile
import threading
import time
from functools import partial
from typing import Any

import django
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from flashcards import preflight, probe
from flashcards.along import jobs_along
from flashcards.environment import typed

LOOK_SECONDS = 0.1
LOOKS = 600
RESTART_SECONDS = 0.5


def main() -> None:
    """Serve until Ctrl-C or SIGTERM; prints the address once it answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")
    # Where the workers' figures lie. Named before any of them is made, new at each
    # start, and small.
    with tempfile.TemporaryDirectory(prefix="flashcards-figures-") as figures:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        _serve_at_address()


def _serve_at_address() -> None:
    django.setup()
    preflight.check_port()
    preflight.check_database()
    _workers_end_at_once()
    host, port = preflight.address()
    has_answered = threading.Event()
    told = threading.Thread(target=_announce, args=(host, port, has_answered))
    told.daemon = True
    told.start()
    with jobs_along():
        serve(host, port, has_answered)


def _workers_end_at_once() -> None:
    """Have the workers forked from here end when the server says so (SIGTERM).

    Until it serves, a worker would have the server's own handlers, which only note a
    signal: one that is still starting would hang until it is killed, ten seconds later.
    A terminal's Ctrl-C reaches the workers too; with it and the server's signal at once
    they would hang as well: SIGINT stays blocked in them.
    """
    both = {signal.SIGINT, signal.SIGTERM}

    def listen() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, both),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, both),
        after_in_child=listen,
    )


def serve(host: str, port: int, has_answered: threading.Event) -> None:
    """Serve until a signal ends it.

    granian gives up where a worker dies within seconds of its own respawn, as under
    memory pressure. That ends no site of ours: one that has answered before starts
    again. One that never has cannot run: SystemExit.
    """
    while True:
        running = server(host, port, has_answered)
        try:
            running.serve()
        except SystemExit:
            if not has_answered.is_set():
                raise
        if running.interrupt_signal:
            return
        time.sleep(RESTART_SECONDS)


class PatientServer(MPServer):
    """granian, which takes all workers down where one dies soon after its respawn.

    On a site that has answered only the dead one is replaced: the others go on.
    """

    def __init__(
        self, *args: Any, has_answered: threading.Event, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.has_answered = has_answered

    def _respawn_workers(self, *args: Any, **options: Any) -> None:
        super()._respawn_workers(*args, **options)
        if self.has_answered.is_set():
            self.respawned_wrks.clear()


def server(host: str, port: int, has_answered: threading.Event) -> MPServer:
    """The server, not yet serving."""
    return PatientServer(
        has_answered=has_answered,
        target="flashcards.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=typed("int", "WORKERS", 2),
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
    )


_ENDS = "Ctrl-C stops it."
_ENDS_LATER = "Ctrl-C stops it; its database goes on until make stop."


def _announce(host: str, port: int, has_answered: threading.Event) -> None:
    for _ in range(LOOKS):
        if probe.answers(probe.reachable(host), port, "/healthz", probe.known_name()):
            has_answered.set()
            name = "localhost" if host in ("127.0.0.1", "::1") else host
            print(f"Flashcards: http://{name}:{port}", flush=True)  # noqa: T201
            print(_ENDS if os.environ.get("DATABASE_URL") else _ENDS_LATER, flush=True)  # noqa: T201
            return
        time.sleep(LOOK_SECONDS)
    print("flashcards: the site does not answer; see above", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
