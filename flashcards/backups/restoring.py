"""Loads a backup into a database: all of it, or nothing.

One transaction drops what is there, loads, and compares every table with the manifest.
It is committed by the last line that psql is sent, so that whatever is killed on the
way, the database stays as it was.
"""

import dataclasses
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from flashcards.backups.faults import BackupFault
from flashcards.backups.loading import load
from flashcards.backups.manifest import Manifest
from flashcards.backups.opening import opened
from flashcards.backups.programs import programs_for
from flashcards.backups.saving import server_major
from flashcards.backups.statements import COUNT_TABLES


@dataclasses.dataclass(frozen=True)
class Restored:
    """What a database now holds, and whether migrations are yet to come."""

    manifest: Manifest
    is_older: bool

    def summary(self) -> str:
        """What was loaded, and what is left to do."""
        made_at = f"{self.manifest.made_at:%Y-%m-%d %H:%M} UTC"
        done = f"Restored {self.manifest.contents()}, as saved at {made_at}."
        return done + (
            " The next start brings them up to date." if self.is_older else ""
        )


def restore(connection: BaseDatabaseWrapper, path: Path, *, replaces: bool) -> Restored:
    """Load the backup at `path`; with `replaces` in the place of what is there.

    Raises BackupFault; nothing was changed then.
    """
    with opened(path) as backup:
        manifest = backup.manifest
        server = server_major(connection)
        known = set(MigrationLoader(None).disk_migrations)
        _refuse_newer(manifest, server, known)
        if not replaces:
            _refuse_data(connection)
        newest = max(server, manifest.pg_dump)
        programs = programs_for(connection, at_least=newest)
        # What this process holds open would be waited for.
        connection.close()
        load(backup, connection, programs, server=server, replaces=replaces)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Restored(manifest, is_older=not known <= set(manifest.migrations))


def _refuse_newer(manifest: Manifest, server: int, known: set[tuple[str, str]]) -> None:
    if manifest.postgres > server:
        raise BackupFault(
            f"it was made by PostgreSQL {manifest.postgres}, and this database is of"
            f" PostgreSQL {server}, which may not read it"
        )
    if unknown := [pair for pair in manifest.migrations if pair not in known]:
        app, name = unknown[0]
        raise BackupFault(
            f"it was made by Flashcards {manifest.app_version}, which is newer than"
            f" this (it knows {app}.{name}); bring Flashcards to that version first"
        )


def _refuse_data(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_TABLES)
        table_count = cursor.fetchone()[0]
        if not table_count:
            return
        cursor.execute("SELECT to_regclass('public.decks_user') IS NOT NULL")
        account_count = 0
        if cursor.fetchone()[0]:
            cursor.execute("SELECT count(*) FROM public.decks_user")
            account_count = cursor.fetchone()[0]
    accounts = "1 account" if account_count == 1 else f"{account_count:,} accounts"
    raise BackupFault(
        f"the database is not empty: it has {table_count} tables, and {accounts} in"
        " them. Nothing was changed; --force puts the backup in their place"
    )
