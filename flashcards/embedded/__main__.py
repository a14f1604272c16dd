"""Stops the embedded server: `python -m flashcards.embedded stop`.

The folder is FLASHCARDS_VAR, else `var` beside manage.py. The next who needs the server
starts it again.
"""

import os
import sys
from pathlib import Path

from flashcards import database


def main(argv: list[str]) -> None:
    """Do what the one argument says."""
    if argv != ["stop"]:
        sys.exit("usage: python -m flashcards.embedded stop")
    given = os.environ.get("FLASHCARDS_VAR", "")
    try:
        database.stop(Path(given or Path(__file__).parents[2] / "var").resolve())
    except database.NotStartedError as error:
        sys.exit(f"flashcards: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
