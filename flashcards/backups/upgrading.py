"""A backup before a new version changes the embedded database: `make run` upgrades."""

import datetime as dt
import shutil
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from flashcards.backups.saving import Saved, save
from flashcards.backups.shelf import BEFORE_UPGRADE, keep_newest
from flashcards.schema import is_migrated

KEPT = 3
ROOM_OF_DATABASE = 0.5
"""What a backup may take of the database's size; indexes are not in it, and it is
compressed: a tenth is usual."""


class NoRoom(Exception):
    """The disk may be too small for a backup; the text says so, in one line."""


def save_before_migrating(
    connection: BaseDatabaseWrapper, folder: Path, *, now: dt.datetime
) -> Saved | None:
    """Save where people's data are about to be migrated.

    All that were saved before stay until `tidy`: of an upgrade that fails again and
    again, the first is the one with the old schema. None where nothing is to be
    migrated, or nobody has an account yet. Raises NoRoom, and BackupFault where the
    backup failed otherwise.
    """
    if is_migrated(connection) or not _has_accounts(connection):
        return None
    _look_for_room(connection, folder)
    return save(connection, folder, now=now, kind=BEFORE_UPGRADE)


def tidy(folder: Path, saved: Saved) -> None:
    """Keep the last three, once the upgrade is done. Raises BackupFault."""
    keep_newest(folder, BEFORE_UPGRADE, KEPT, saved.path)


def _has_accounts(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.decks_user') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM public.decks_user)")
        return bool(cursor.fetchone()[0])


def _look_for_room(connection: BaseDatabaseWrapper, folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        needed = int(cursor.fetchone()[0] * ROOM_OF_DATABASE)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise NoRoom(
            f"{folder} has {free / 1e6:,.0f} MB free, a backup may need"
            f" {needed / 1e6:,.0f} MB"
        )
