"""Where the benchmark runs: a database and a server of its own, never the real data.

All of it lies in the folder `bench` inside FLASHCARDS_VAR (else `var`), the embedded
PostgreSQL too; DATABASE_URL is not looked at. The schema is made anew each time.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS_MAX = 60

_OTHERS = (
    "DATABASE_URL SECRET_KEY ALLOWED_HOSTS STATIC_ROOT EMAIL_HOST TRUSTED_PROXY_COUNT"
)


def var_dir() -> Path:
    """The folder around `bench`, where the real data lie. Only after `settle`."""
    return Path(os.environ["FLASHCARDS_VAR"]).parent


def settle() -> None:
    """Point this process and those it starts at the benchmark's own place. Once."""
    around = Path(os.environ.get("FLASHCARDS_VAR") or ROOT / "var").resolve()
    for name in _OTHERS.split():
        os.environ.pop(name, None)
    os.environ |= {
        "FLASHCARDS_VAR": str(around / "bench"),
        "FLASHCARDS_MODE": "local",
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "HOST": HOST,
        "WORKERS": "2",
    }
    django.setup()


def make_database() -> None:
    """An empty site with the newest schema, whatever an earlier run left."""
    from django.db import connection

    from flashcards import preflight, prepare

    preflight.check_database()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    with contextlib.redirect_stdout(sys.stderr):
        prepare.prepare_database()
        prepare.prepare_static_files()


def stop_database(*, keeps: bool) -> None:
    """Stop the benchmark's own server, where it runs; drop its gigabytes first."""
    from django.conf import settings
    from django.db import connection

    from flashcards import database

    if not database.Server(database.home(settings.VAR_DIR)).is_up():
        return
    if not keeps:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CHECKPOINT")
    connection.close()
    database.stop(settings.VAR_DIR)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The real server with two workers, as `make run` starts it; gives its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "flashcards.serve"],
        cwd=ROOT,
        env=os.environ | {"PORT": str(port), "FLASHCARDS_JOBS": "apart"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    from flashcards import probe

    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        if probe.answers(HOST, port, "/readyz"):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")
