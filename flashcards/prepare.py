"""Makes the site ready to be served: `python -m flashcards.prepare`.

Checks, saves what an upgrade would change, migrates, has the cache's table and the
Lambda deck there, and collects static files. May be run at any time; what is there
already is left as it is.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from flashcards import preflight
from flashcards.backups.faults import BackupFault
from flashcards.backups.saving import Saved
from flashcards.backups.upgrading import NoRoom, save_before_migrating, tidy
from flashcards.environment import WrongSetting

PREPARING = 4_670_126
"""The advisory lock of `one_start_at_a_time`; any number that nothing else takes."""


def main() -> None:
    """Prepare; ends with one plain line where something is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")
    try:
        django.setup()
        preflight.check_port()
        preflight.check_database()
        with one_start_at_a_time():
            prepare_database()
            prepare_static_files()
    except KeyboardInterrupt:
        sys.exit(130)


@contextlib.contextmanager
def one_start_at_a_time() -> Iterator[None]:
    """Of two starts at once the second waits and finds all done.

    Held by a connection, so that a start that is killed frees it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def prepare_database() -> None:
    """The schema, the cache's table, the deck that everybody finds; the bin emptied."""
    saved = None if settings.DATABASE_URL else save_before_upgrade()
    call_command("migrate", interactive=False, verbosity=0)
    if saved is not None:
        tidy_backups(saved)
    call_command("createcachetable", verbosity=0)
    call_command("import_lambda_deck")
    call_command("purge_deleted")


def save_before_upgrade() -> Saved | None:
    """Back the data up where migrations are about to change them; what was saved.

    Goes on without where the disk has no room; any other fault ends the start.
    """
    folder, now = settings.BACKUPS_DIR, timezone.now()
    try:
        saved = save_before_migrating(connection, folder, now=now)
    except NoRoom as reason:
        tell(f"upgrading without a backup: {reason}")
        return None
    except BackupFault as fault:
        raise WrongSetting(f"not upgraded, for want of a backup: {fault}") from None
    if saved is not None:
        tell(f"before the upgrade: {saved.summary()}")
    return saved


def tidy_backups(saved: Saved) -> None:
    """Remove what earlier upgrades saved; the site starts also where that fails."""
    try:
        tidy(settings.BACKUPS_DIR, saved)
    except BackupFault as fault:
        tell(f"{fault}; the upgrade is done")


def tell(line: str) -> None:
    """Say it where the start's faults are said."""
    print(f"flashcards: {line}", file=sys.stderr)  # noqa: T201


def prepare_static_files() -> None:
    """Collect, hash and compress the static files, where any has changed."""
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / ".collected"
    files = list(static_files())
    now = fingerprint(files)
    if stamp.exists() and stamp.read_text() == now:
        return
    for name, _ in files:
        # collectstatic would keep a copy that is not older by a whole second.
        (settings.STATIC_ROOT / name).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def static_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of all that collectstatic would collect, in its order."""
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            yield path, Path(storage.path(path)).read_bytes()


def fingerprint(files: Iterable[tuple[str, bytes]]) -> str:
    """A digest of names and contents: an image's files keep neither place nor time."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for name, content in files:
        digest.update(f"\n{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
