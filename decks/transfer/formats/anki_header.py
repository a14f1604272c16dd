"""The lines `#key:value` that begin a text of Anki notes."""

import dataclasses
import re

KEYS = (
    "separator", "html", "tags", "columns", "notetype", "deck", "guid column",
    "notetype column", "deck column", "tags column", "if matches", "match scope",
)  # fmt: skip
SPACE_IN_TAGS = "space in tags"
"""Ours: the sign that stands for a space in tags. Anki passes over keys it ignores."""

_KEY_LINE = re.compile(
    rf"#({'|'.join((*KEYS, SPACE_IN_TAGS))})[ \t]*:(.*)", re.IGNORECASE
)
_SIGNS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
LINES_MAX = 50
"""A header is not longer than this."""


@dataclasses.dataclass(slots=True)
class Header:
    """What the header says; `""` and None where it is silent. Columns are from 0."""

    lines: int = 0
    separator: str = ""
    html: bool | None = None
    tags: str = ""
    columns: str = ""
    notetype: str = ""
    deck: str = ""
    space_in_tags: str = ""
    guid_column: int | None = None
    notetype_column: int | None = None
    deck_column: int | None = None
    tags_column: int | None = None
    odd: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    """Lines, from 1, whose value means nothing."""


def begins_anki(text: str) -> bool:
    """Whether the first line that is not blank is one of the header's."""
    return _KEY_LINE.match(text.lstrip("\n")) is not None


def read_header(text: str) -> Header:
    """The header; lines that begin with # and say nothing known are passed over."""
    header = Header()
    for number, line in enumerate(text.split("\n", LINES_MAX)[:LINES_MAX], start=1):
        if line.strip() and not line.startswith("#"):
            break
        header.lines = number
        found = _KEY_LINE.match(line)
        if found and not _take(header, found[1].lower(), found[2]):
            header.odd.append((number, line))
    return header


def _take(header: Header, key: str, value: str) -> bool:
    """Keep the value; whether it means anything."""
    bare = value.strip()
    if key == "separator":
        one = value.lstrip(" ")[:1] or value[:1]
        header.separator = _SIGNS.get(bare.lower()) or one
        return bool(header.separator)
    if key == "html":
        header.html = {"true": True, "false": False}.get(bare.lower())
        return header.html is not None
    if key.endswith("column"):
        return _take_column(header, key.replace(" ", "_"), bare)
    name = key.replace(" ", "_")
    if name in ("tags", "columns", "notetype", "deck", "space_in_tags"):
        setattr(header, name, value if key == "columns" else bare)
    return True


def _take_column(header: Header, name: str, value: str) -> bool:
    if not re.fullmatch("[1-9][0-9]{0,2}", value):
        return False
    setattr(header, name, int(value) - 1)
    return True
