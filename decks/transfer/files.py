"""A file on disk as bytes, bounded before it is read, and its fingerprint."""

import hashlib
import os
from pathlib import Path

from decks.transfer.formats.parsed import FILE_MAX_BYTES, NotADeck
from decks.transfer.formats.text import too_big

LAMBDA_DECK = Path(__file__).parent / "lambda-flashcards.txt"


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises NotADeck where there is none, or too much of it."""
    try:
        if path.is_dir():
            raise NotADeck(str(path), "This is a folder, not a file.")
        with path.open("rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            # A pipe or a device says 0 and may never end: one byte more than is
            # allowed is enough to know.
            data = b"" if size_bytes > FILE_MAX_BYTES else file.read(FILE_MAX_BYTES + 1)
    except OSError as error:
        raise NotADeck(str(path), f"{error.strerror}.") from error
    if size_bytes > FILE_MAX_BYTES:
        raise NotADeck(str(path), too_big(size_bytes))
    return data


def fingerprint(data: bytes) -> str:
    """What says that two files are the same."""
    return hashlib.sha256(data).hexdigest()
