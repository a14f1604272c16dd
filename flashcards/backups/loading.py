"""Feeds a dump through pg_restore into psql, and commits only what is whole."""

import contextlib
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import IO

from django.db.backends.base.base import BaseDatabaseWrapper

from flashcards.backups.faults import BackupFault, last_words
from flashcards.backups.opening import Backup
from flashcards.backups.programs import Programs, environment_of
from flashcards.backups.saving import CHUNK_BYTES
from flashcards.backups.statements import DROP_ALL, MAKE_TABLE_SUMS, compared
from flashcards.prepare import PREPARING

PSQL = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-")
PG_RESTORE = ("--no-owner", "--no-privileges", "--no-comments", "--file=-")
HEAD_BYTES = 4096
KNOWN_FROM_17 = b"SET transaction_timeout = 0;\n"
"""Said by every pg_restore from 17 on; an older server knows no such setting."""

# Who still uses the tables, be it a start that migrates, is not waited for for ever.
BEGIN = f"""
    BEGIN;
    SET LOCAL lock_timeout = '10s';
    SELECT pg_advisory_xact_lock({PREPARING});
"""


def load(
    backup: Backup,
    connection: BaseDatabaseWrapper,
    programs: Programs,
    *,
    server: int,
    replaces: bool,
) -> None:
    """Have the database hold what the dump does, in the place of all it held if said.

    `server` is its major version. Raises BackupFault, and then nothing was changed;
    also where somebody else has filled an empty database meanwhile.
    """
    environment = environment_of(connection)
    is_sent = False
    with tempfile.TemporaryFile() as said:
        with (
            contextlib.suppress(BrokenPipeError),  # psql has said why it ended
            _running(programs.paths["psql"], PSQL, environment, said) as psql,
        ):
            into = _stdin(psql)
            into.write((BEGIN + (f"{DROP_ALL};" if replaces else "")).encode())
            into.flush()
            is_sent = _send_dump(backup, into, programs, server=server, said=said)
            if is_sent:
                into.write(_end(backup).encode())
        if psql.returncode or not is_sent:
            said.seek(0)
            raise BackupFault(_fault(said.read().decode(errors="replace")))


def _end(backup: Backup) -> str:
    compare = compared(backup.manifest.tables)
    return f"\nRESET search_path; {MAKE_TABLE_SUMS}; {compare}; COMMIT;\n"


def _send_dump(
    backup: Backup, into: IO[bytes], programs: Programs, *, server: int, said: IO[bytes]
) -> bool:
    """Whether the whole of the dump was written to `into`, as SQL."""
    program = programs.paths["pg_restore"]
    with (
        backup.dump() as dump,
        _running(program, PG_RESTORE, {"LC_ALL": "C"}, said) as process,
    ):
        feeder = threading.Thread(target=_feed, args=(dump, _stdin(process)))
        feeder.start()
        try:
            _copy_sql(process.stdout, into, server=server)
        except BaseException:
            process.kill()  # so that the feeder ends
            raise
        finally:
            feeder.join()
    return process.returncode == 0


def _feed(dump: IO[bytes], stdin: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError), stdin:
        shutil.copyfileobj(dump, stdin, CHUNK_BYTES)


def _copy_sql(source: IO[bytes] | None, into: IO[bytes], *, server: int) -> None:
    assert source is not None  # noqa: S101  (it is a pipe)
    head = source.read(HEAD_BYTES)
    into.write(head if server >= 17 else head.replace(KNOWN_FROM_17, b"", 1))
    shutil.copyfileobj(source, into, CHUNK_BYTES)


def _stdin(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None  # noqa: S101  (it is a pipe)
    return process.stdin


@contextlib.contextmanager
def _running(
    program: str, options: tuple[str, ...], environment: dict[str, str], said: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, killed where the block fails, and ended when it is over."""
    with subprocess.Popen(  # noqa: S603 - PostgreSQL's, with arguments of our own
        [program, *options],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE
        if program.endswith("pg_restore")
        else subprocess.DEVNULL,
        stderr=said,
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _fault(said: str) -> str:
    if "lock timeout" in said:
        said = "the database is in use; stop the site first"
    return f"{last_words(said)}. Nothing was changed"
