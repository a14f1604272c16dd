"""Databases to save from and to restore into, and what they hold."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from flashcards.backups.saving import DUMP, MANIFEST
from flashcards.backups.statements import MAKE_TABLE_SUMS, TABLE_SUMS

ROOT = Path(__file__).resolve().parent.parent.parent


@contextlib.contextmanager
def empty_database() -> Iterator[BaseDatabaseWrapper]:
    """A connection to a new database of the tests' own server, dropped at the end."""
    name = f"restored_{secrets.token_hex(4)}"
    with connected(connection, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        # Under the same alias, but outside of its pool.
        made = connection.copy()
        made.settings_dict["NAME"] = name
        made.settings_dict["OPTIONS"].pop("pool")
        try:
            yield made
        finally:
            made.close()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def connected(place: BaseDatabaseWrapper, **options: Any) -> psycopg.Connection[Any]:
    """A connection of our own, without a pool."""
    return psycopg.connect(**(place.get_connection_params() | options))


def sums_of(place: BaseDatabaseWrapper) -> dict[str, tuple[int, str]]:
    """Rows and checksum of every table."""
    return sums_at(**place.get_connection_params())


def sums_at(address: str = "", **parameters: Any) -> dict[str, tuple[int, str]]:
    """The same, of the database at a libpq address."""
    with psycopg.connect(address, **parameters) as own:
        own.execute(MAKE_TABLE_SUMS)
        return {name: (rows, sum_) for name, rows, sum_ in own.execute(TABLE_SUMS)}


def address_of(place: BaseDatabaseWrapper) -> str:
    """The DATABASE_URL of a database of the tests' own server."""
    given = place.get_connection_params()
    return f"postgres://{given['user']}@/{given['dbname']}?host={given['host']}"


def run_manage(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, args)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def dump_of(path: Path) -> bytes:
    """The backup's dump."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(DUMP)


def rewritten(path: Path, *, dump: bytes | None = None, **said: Any) -> Path:
    """The backup with another dump, or with a manifest that says other things."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST)) | said
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w") as archive:
        archive.writestr(DUMP, dump or dump_of(path))
        archive.writestr(MANIFEST, json.dumps(manifest))
    return changed
