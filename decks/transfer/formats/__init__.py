"""Readers, one module per format: bytes in; cards and problems out. All are pure."""

from collections.abc import Callable

from decks.transfer.formats import brainscape
from decks.transfer.formats.parsed import NotADeck, ParsedCard, ParsedDeck, Problem
from decks.transfer.formats.text import decode

READERS: dict[str, Callable[[str], ParsedDeck]] = {"brainscape": brainscape.read}
"""By the name that `--format` takes; "auto" tries them in this order."""

AUTO = "auto"


def read(data: bytes, format: str = AUTO) -> ParsedDeck:  # noqa: A002
    """The deck that `data` holds.

    `format` is "auto" or a key of READERS. Raises NotADeck, with the place, when it
    holds none. Time and memory grow with `len(data)`, which has a limit.
    """
    text = decode(data)
    readers = list(READERS.values()) if format == AUTO else [READERS[format]]
    for reader in readers[:-1]:
        try:
            return reader(text)
        except NotADeck:
            continue
    return readers[-1](text)


__all__ = [
    "AUTO",
    "READERS",
    "NotADeck",
    "ParsedCard",
    "ParsedDeck",
    "Problem",
    "read",
]
