"""Which pg_dump, pg_restore and psql serve a database, and how they come to it.

The embedded database has its own. For DATABASE_URL they are those on PATH, if new
enough, else the embedded one's, which speak no TLS. Nothing secret stands on a command
line: all of the address is in the child's environment.
"""

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import pq

from flashcards import database
from flashcards.backups.faults import BackupFault

NAMES = ("pg_dump", "pg_restore", "psql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclasses.dataclass(frozen=True)
class Programs:
    """The three programs' paths, and their major version."""

    paths: dict[str, str]
    major: int


def programs_for(connection: BaseDatabaseWrapper, *, at_least: int) -> Programs:
    """The programs for this database, of this major version or a newer one.

    Raises BackupFault, saying what to install.
    """
    connection.ensure_connection()
    own = _own_programs()
    if connection.settings_dict["ENGINE"] == "flashcards.embedded":
        return own
    found = _programs_on_path()
    if found is not None and found.major >= at_least:
        return found
    there = "none" if found is None else f"version {found.major}"
    install = (
        f"install PostgreSQL's client programs, version {at_least} or newer (on Debian"
        f" postgresql-client-{at_least}); there is {there} on PATH"
    )
    if own.major < at_least:
        raise BackupFault(install)
    if connection.connection.pgconn.ssl_in_use:
        raise BackupFault(f"the database is reached by TLS: {install}")
    return own


def environment_of(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The address, user and password of this database, as libpq's variables."""
    given = connection.get_connection_params()
    address = {
        option.envvar.decode(): str(given[option.keyword.decode()])
        for option in pq.Conninfo.get_defaults()
        if option.envvar and given.get(option.keyword.decode()) is not None
    }
    # Django exports its TZ and the user has a locale: neither belongs in here.
    plain = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"}
    return plain | _home() | address


def _home() -> dict[str, str]:
    # libpq looks there for .pgpass, and for the certificates that it trusts.
    try:
        return {"HOME": str(Path.home())}
    except RuntimeError:
        return {}


def _own_programs() -> Programs:
    folder = database.client_programs()
    paths = {name: str(folder / name) for name in NAMES}
    return Programs(paths, _major(paths["pg_dump"]))


def _programs_on_path() -> Programs | None:
    found = {name: shutil.which(name) for name in NAMES}
    paths = {name: path for name, path in found.items() if path is not None}
    if len(paths) < len(NAMES):
        return None
    return Programs(paths, _major(paths["pg_dump"]))


def _major(program: str) -> int:
    said = subprocess.run(  # noqa: S603 - found on PATH or our own
        [program, "--version"], capture_output=True, text=True, check=False
    )
    version = _VERSION.search(said.stdout)
    return int(version[1]) if version else 0
