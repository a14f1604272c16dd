"""A PostgreSQL of one's own for the tests: over TCP, with a password, a plain role."""

import contextlib
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from flashcards import database

PASSWORD = "it's @ 100%:/secret"
HOST = "127.0.0.1"


@contextlib.contextmanager
def own_server(var: Path) -> Iterator[str]:
    """A DATABASE_URL of an empty database; server and data are gone afterwards.

    The embedded one's programs, started as somebody would start their own.
    """
    database.ensure(var)
    server = database.Server(database.home(var))
    try:
        _make_role_and_database(server)
        port = _listen(server)
        yield f"postgres://keeper:{quote(PASSWORD, safe='')}@{HOST}:{port}/own"
    finally:
        database.stop(var)
        shutil.rmtree(server.home, ignore_errors=True)


def _make_role_and_database(server: database.Server) -> None:
    with psycopg.connect(
        host=str(server.home),
        dbname=database.NAME,
        user=database.NAME,
        autocommit=True,
    ) as superuser:
        superuser.execute(
            psycopg.sql.SQL("CREATE ROLE keeper LOGIN PASSWORD {}").format(PASSWORD)
        )
        superuser.execute("CREATE DATABASE own OWNER keeper")


def _listen(server: database.Server) -> int:
    """Start again on a free port of the loopback, which asks for the password."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    (server.data / "pg_hba.conf").write_text(
        f"local all all trust\nhost all all {HOST}/32 scram-sha-256\n"
    )
    options = f"-c listen_addresses={HOST} -c port={port}"
    options += f" -c unix_socket_directories='{server.home}'"
    with server.locked() as log:
        server.run(log, "pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")
        where = ("-D", server.data, "-l", server.log, "-o", options)
        server.run(log, "pg_ctl", *where, "-w", "start")
    return port
