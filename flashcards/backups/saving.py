"""Writes a backup: a zip of pg_dump's custom format and a manifest.

All of it is of one moment: the rows are counted in the snapshot that pg_dump reads.
The site may go on meanwhile.
"""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from flashcards import __version__
from flashcards.backups import shelf
from flashcards.backups.faults import BackupFault, last_words
from flashcards.backups.manifest import Manifest, TableSum
from flashcards.backups.programs import Programs, environment_of, programs_for
from flashcards.backups.statements import MAKE_TABLE_SUMS, TABLE_SUMS

DUMP, MANIFEST = "database.dump", "manifest.json"
CHUNK_BYTES = 1 << 20


@dataclasses.dataclass(frozen=True)
class Saved:
    """A backup that is whole, and what it says of itself."""

    path: Path
    manifest: Manifest

    def summary(self) -> str:
        """Where it is and what it holds, in a line."""
        megabytes = self.path.stat().st_size / 1e6
        return f"Saved {self.manifest.contents()} to {self.path} ({megabytes:,.1f} MB)."


def save(
    connection: BaseDatabaseWrapper,
    folder: Path,
    *,
    now: dt.datetime,
    kind: str = shelf.REGULAR,
) -> Saved:
    """Save the whole database into a new file of `folder`.

    Each table is read twice, by its sum and by pg_dump. Raises BackupFault; nothing is
    left then.
    """
    programs = programs_for(connection, at_least=server_major(connection))
    made: list[Manifest] = []

    def fill(file: IO[bytes]) -> None:
        with _snapshot(connection) as source, ZipFile(file, "w") as archive:
            made.append(_write(archive, source, connection, programs, now))

    try:
        path = shelf.write_backup(folder, kind, fill, now=now)
    except psycopg.Error as error:
        raise BackupFault(
            f"the database cannot be read: {last_words(error)}"
        ) from error
    return Saved(path, made[0])


def server_major(connection: BaseDatabaseWrapper) -> int:
    """The server's major version, as 18. Raises BackupFault where it is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            return int(cursor.fetchone()[0])
    except OperationalError as error:
        raise BackupFault(
            f"the database cannot be reached: {last_words(error)}"
        ) from error


@contextlib.contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[psycopg.Connection]:
    """A connection that sees one moment, whatever is written meanwhile."""
    # Not through the pool: the site's connections prepare and autocommit.
    parameters: dict[str, Any] = connection.get_connection_params()
    with psycopg.connect(**parameters) as source:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield source
        source.rollback()


def _write(
    archive: ZipFile,
    source: psycopg.Connection,
    connection: BaseDatabaseWrapper,
    programs: Programs,
    now: dt.datetime,
) -> Manifest:
    migrations = _migrations(source)
    snapshot = _one_value(source, "SELECT pg_export_snapshot()")
    command = [programs.paths["pg_dump"], "--format=custom", "--no-owner"]
    command += ["--no-privileges", f"--snapshot={snapshot}"]
    with archive.open(DUMP, "w", force_zip64=True) as file:
        size, digest = _copy_output(command, environment_of(connection), file)
    manifest = Manifest(
        made_at=now,
        app_version=__version__,
        postgres=source.info.server_version // 10_000,
        pg_dump=programs.major,
        migrations=migrations,
        tables=_table_sums(source),
        dump_bytes=size,
        dump_sha256=digest,
    )
    archive.writestr(MANIFEST, manifest.as_json())
    return manifest


def _migrations(source: psycopg.Connection) -> tuple[tuple[str, str], ...]:
    if _one_value(source, "SELECT to_regclass('django_migrations')") is None:
        raise BackupFault("the database is empty, there is nothing to save")
    rows = source.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return tuple((str(app), str(name)) for app, name in rows)


def _table_sums(source: psycopg.Connection) -> tuple[TableSum, ...]:
    source.execute(MAKE_TABLE_SUMS)
    return tuple(TableSum(*row) for row in source.execute(TABLE_SUMS))


def _one_value(source: psycopg.Connection, statement: str) -> Any:
    row = source.execute(statement).fetchone()
    return None if row is None else row[0]


def _copy_output(
    command: list[str], environment: dict[str, str], file: IO[bytes]
) -> tuple[int, str]:
    """Have the program write into `file`; gives its bytes and sha256."""
    digest, size = hashlib.sha256(), 0
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - pg_dump, with arguments of our own
            command, env=environment, stdout=subprocess.PIPE, stderr=said
        ) as process,
    ):
        assert process.stdout is not None  # noqa: S101  (it is a pipe)
        try:
            while chunk := process.stdout.read(CHUNK_BYTES):
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        except BaseException:
            process.kill()
            raise
        if process.wait():
            said.seek(0)
            raise BackupFault(f"pg_dump failed: {last_words(said.read().decode())}")
    return size, digest.hexdigest()
