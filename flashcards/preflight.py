"""What must be right before the site can start; each fault is one named line."""

import errno
import socket

import psycopg
from django.conf import settings
from django.db import connection

from flashcards.environment import WrongSetting, env, typed

PORT_MAX = 65535
OLDEST_POSTGRES = 15
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
"""What search needs; PostgreSQL ships them, and who may create in the database may
install them."""


def address() -> tuple[str, int]:
    """HOST and PORT to listen on, the host as an IP address. Raises WrongSetting."""
    host, port = env.str("HOST", "127.0.0.1"), typed("int", "PORT", 8000)
    if not 0 < port <= PORT_MAX:
        raise WrongSetting(f"PORT must be from 1 to {PORT_MAX}, not {port}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise WrongSetting(f"HOST is not an address of this machine: {host}") from None
    return str(found[0][4][0]), port


def check_port() -> None:
    """Raises WrongSetting where another program has the port."""
    host, port = address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WrongSetting(_port_fault(error, host, port)) from None


def _port_fault(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; try PORT={port + 1} make run"
    return f"cannot listen on {host}, port {port}: {error.strerror}"


def check_database() -> None:
    """Raises WrongSetting where the database does not answer or is too old."""
    if settings.DATABASE_URL:
        _check_given_database()
    else:
        _start_embedded_database()


def _start_embedded_database() -> None:
    from flashcards import database  # only here: not with DATABASE_URL

    try:
        database.ensure(settings.VAR_DIR)
    except database.NotStartedError as error:
        raise WrongSetting(str(error)) from None


def _check_given_database() -> None:
    # Not through the pool: it would say that there was no answer, but not why.
    parameters = connection.get_connection_params()
    try:
        with psycopg.connect(**parameters) as given:
            version = given.info.server_version // 10_000
            missing = missing_extensions(given)
    except psycopg.Error as error:
        raise WrongSetting(_database_fault(error)) from None
    if version < OLDEST_POSTGRES:
        raise WrongSetting(
            f"DATABASE_URL names a PostgreSQL {version}; {OLDEST_POSTGRES} or newer "
            "is needed"
        )
    if missing:
        raise WrongSetting(
            f"DATABASE_URL names a database without {', '.join(missing)}; search needs "
            "them. Ask who runs it for CREATE EXTENSION of each, or for the right to "
            "CREATE in that database (on Debian they are in postgresql-contrib)"
        )


def missing_extensions(given: psycopg.Connection) -> list[str]:
    """Those that are not installed and that this role cannot install by migrating."""
    found = given.execute(
        """
        SELECT wanted.name FROM unnest(%s::text[]) AS wanted(name)
        WHERE wanted.name NOT IN (SELECT extname FROM pg_extension)
            AND NOT (has_database_privilege(current_database(), 'CREATE')
                AND wanted.name IN (SELECT name FROM pg_available_extensions))
        """,
        [list(EXTENSIONS)],
    )
    return [str(row[0]) for row in found]


def _database_fault(error: psycopg.Error) -> str:
    reason = " ".join(str(error).split())
    if password := settings.DATABASES["default"]["PASSWORD"]:
        reason = reason.replace(password, "***")
    return f"DATABASE_URL does not answer: {reason}"
