"""Bytes to lines: what all text formats share."""

import codecs
from collections.abc import Sequence

from decks.transfer.formats.parsed import FILE_MAX_BYTES, NotADeck, place

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF8 = "Save it as UTF-8 and try again."


def decode(data: bytes) -> str:
    """The text with LF line ends and without a byte order mark.

    Raises NotADeck for what is empty, too big, no UTF-8, cut off within a letter, or
    holds a NUL, which Postgres cannot store.
    """
    if len(data) > FILE_MAX_BYTES:
        raise NotADeck("the whole file", too_big(len(data)))
    if data.startswith(_WIDE_MARKS):
        raise NotADeck("line 1", f"This text is UTF-16. {_SAVE_AS_UTF8}")
    text = _with_plain_line_ends(_decoded(data))
    if not text.strip():
        raise NotADeck("line 1", "The file is empty.")
    if (at := text.find("\0")) >= 0:
        raise NotADeck(_line_of(text[:at]), _NUL)
    return text


def too_big(size_bytes: int) -> str:
    """What to say of a file above FILE_MAX_BYTES."""
    return (
        f"The file has {size_bytes / 1e6:,.1f} MB; "
        f"at most {FILE_MAX_BYTES / 1e6:,.0f} MB can be read."
    )


_NUL = (
    "Here stands a NUL sign, so this is not plain text, or it is UTF-16. "
    "If it is text, save it as UTF-8 without NUL signs and try again."
)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = error.object[: error.start].decode("utf-8", "replace")
        where = _line_of(_with_plain_line_ends(readable))
        if error.reason == "unexpected end of data":
            what = "The file is cut off in the middle of a letter."
        elif b"\0" in data:
            what = (
                "This is not text but a binary file, or it is UTF-16. If it is text, "
            )
            what += f"{_SAVE_AS_UTF8[0].lower()}{_SAVE_AS_UTF8[1:]}"
        else:
            what = f"This is not UTF-8 text (byte {error.object[error.start]:#04x}). "
            what += _SAVE_AS_UTF8
        raise NotADeck(where, what) from error


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_of(text_before: str) -> str:
    return place(text_before.count("\n"))


def without_outer_blank_lines(lines: Sequence[str]) -> str:
    """The lines as one text; blank ones at both ends go, nothing else does."""
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last])
