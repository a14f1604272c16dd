"""Several tags in one cell of a table."""

import re
from collections.abc import Iterable, Iterator

from decks.transfer.formats.parsed import SIDE_MAX_CHARACTERS

_PART = re.compile(r"(?:\\[;,\\]|[^;,])+")
_ESCAPED = re.compile(r"\\([;,\\])")
_NEEDS_ESCAPE = re.compile(r"([;,\\])")

_IDEOGRAPHIC_SPACE = "\u3000"


def write_tags(tags: tuple[str, ...]) -> str:
    r"""The tags with `; ` between; `;`, `,` and `\` in a tag get a `\` before them."""
    return "; ".join(_NEEDS_ESCAPE.sub(r"\\\1", tag) for tag in tags)


def read_tags(cell: str) -> list[str]:
    """The tags of a cell: `;` or `,` between, spaces around them gone."""
    if not cell:
        return []
    if len(cell) > SIDE_MAX_CHARACTERS:
        return [cell]  # too long for tags, as whoever takes it will tell
    if "\\" in cell:
        parts = [_ESCAPED.sub(r"\1", part.strip()) for part in _PART.findall(cell)]
    else:
        parts = [part.strip() for part in cell.replace(",", ";").split(";")]
    return [part for part in parts if part]


def sign_for_space(tags: Iterable[str]) -> str:
    """A sign that none of the tags holds, to stand for a space in Anki's tags."""
    used = frozenset[str]().union(*tags)
    return next(sign for sign in _signs() if sign not in used)


def _signs() -> Iterator[str]:
    yield from "_-.~+·"
    yield from map(chr, range(0x2190, 0x2BFF))


def write_anki_tags(tags: tuple[str, ...], sign: str) -> str:
    """The tags with spaces between, as Anki has them: `sign` for a space in a tag."""
    return " ".join(re.sub(r"\s", sign, tag) for tag in tags)


def read_anki_tags(cell: str, sign: str) -> list[str]:
    """The tags of a cell; where there is a `sign`, each of it is a space."""
    if len(cell) > SIDE_MAX_CHARACTERS:
        return [cell]
    parts = cell.replace(_IDEOGRAPHIC_SPACE, " ").split()
    return [part.replace(sign, " ") for part in parts] if sign else parts
