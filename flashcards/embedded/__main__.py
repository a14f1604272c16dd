"""The embedded server from the command line.

    python -m flashcards.embedded stop
    python -m flashcards.embedded dump > flashcards.sql
    python -m flashcards.embedded restore < flashcards.sql

The folder is FLASHCARDS_VAR, else `var` beside manage.py. `restore` takes an empty
database only, and all or nothing.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flashcards import database


def _client(var: Path, program: str, *args: str) -> None:
    database.ensure(var)
    server = database.Server(database.home(var))
    server.execute(program, "-h", server.home, "-U", database.NAME, *args)


def dump(var: Path) -> None:
    """Write all of the data to stdout, as SQL. Raises CalledProcessError."""
    _client(var, "pg_dump", database.NAME)


def restore(var: Path) -> None:
    """Load a dump from stdin in one transaction. Raises CalledProcessError."""
    options = ("-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "-1")
    _client(var, "psql", *options, database.NAME)


ACTIONS: dict[str, Callable[[Path], object]] = {
    "stop": database.stop,
    "dump": dump,
    "restore": restore,
}


def main(argv: list[str]) -> None:
    """Do what the one argument says."""
    if len(argv) != 1 or argv[0] not in ACTIONS:
        sys.exit(f"usage: python -m flashcards.embedded {'|'.join(ACTIONS)}")
    if os.environ.get("DATABASE_URL") and argv[0] != "stop":
        sys.exit("flashcards: DATABASE_URL is set; use its own pg_dump and psql")
    given = os.environ.get("FLASHCARDS_VAR", "")
    var = Path(given or Path(__file__).parents[2] / "var").resolve()
    try:
        ACTIONS[argv[0]](var)
    except database.NotStartedError as error:
        sys.exit(f"flashcards: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"flashcards: {argv[0]} failed; nothing was changed ({error})")


if __name__ == "__main__":
    main(sys.argv[1:])
