"""What a backup says of itself: when and by what it was made, and what it must hold."""

import dataclasses
import datetime as dt
import json
import re
from typing import Any

from flashcards.backups.faults import BackupFault

FORMAT = "flashcards-backup"
VERSION = 1
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclasses.dataclass(frozen=True)
class TableSum:
    """A table's rows, and a sum over what is in them that knows no order."""

    name: str
    rows: int
    checksum: str


@dataclasses.dataclass(frozen=True)
class Manifest:
    """`manifest.json` of a backup. `migrations` are (app, name), `postgres` the
    server's major version, `pg_dump` that of the program that wrote the dump."""

    made_at: dt.datetime
    app_version: str
    postgres: int
    pg_dump: int
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TableSum, ...]
    dump_bytes: int
    dump_sha256: str

    def contents(self) -> str:
        """How much it holds, in words."""
        row_count = sum(table.rows for table in self.tables)
        return f"{row_count:,} rows of {len(self.tables)} tables"

    def as_json(self) -> str:
        """The text of `manifest.json`."""
        said = {"format": FORMAT, "version": VERSION} | dataclasses.asdict(self)
        said["made_at"] = self.made_at.isoformat()
        return json.dumps(said, indent=1)


def read_manifest(text: bytes) -> Manifest:
    """What `manifest.json` says. Raises BackupFault, also for a newer version's."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise BackupFault("it is no backup of Flashcards")
        if said["version"] > VERSION:
            raise BackupFault("it was made by a newer version of Flashcards")
        return _typed(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupFault("its manifest cannot be read") from error


def _typed(said: dict[str, Any]) -> Manifest:
    if not SHA256.fullmatch(said["dump_sha256"]):
        raise ValueError("no checksum")
    return Manifest(
        made_at=dt.datetime.fromisoformat(said["made_at"]),
        app_version=str(said["app_version"]),
        postgres=int(said["postgres"]),
        pg_dump=int(said["pg_dump"]),
        migrations=tuple((str(app), str(name)) for app, name in said["migrations"]),
        tables=tuple(
            TableSum(str(table["name"]), int(table["rows"]), str(table["checksum"]))
            for table in said["tables"]
        ),
        dump_bytes=int(said["dump_bytes"]),
        dump_sha256=said["dump_sha256"],
    )
