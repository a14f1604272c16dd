"""Bytes to lines: what all text formats share."""

import codecs
import re
from collections.abc import Sequence

from decks.transfer.formats.parsed import (
    AUTO,
    FILE_MAX_BYTES,
    NotADeck,
    Problem,
    place,
)

ENCODING_WORDS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows (cp1252)",
    "latin-1": "Latin-1",
}
"""What people call each encoding that can be chosen, in the order of a menu."""

LINES_MAX = 1_000_000
"""A text with more lines than this is refused."""

_UTF16_BY_MARK = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAMPLE_BYTES = 4096
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Control characters that no text is known to hold (form feeds and escapes may be)."""


def decode(data: bytes, encoding: str = "") -> tuple[str, str, tuple[Problem, ...]]:
    """The text, the encoding it was read in, and a problem if that was a guess.

    The text has LF line ends and no byte order mark. `encoding` is a key of
    ENCODING_WORDS; with "" a byte order mark decides, then NUL bytes at every other
    place (UTF-16), then whether it is UTF-8; what is none of these but could be cp1252
    is read as that. Raises NotADeck for what is empty, too big, cut off within a
    letter, has too many lines, does not fit the encoding, or holds a NUL, which
    Postgres cannot store.
    """
    if len(data) > FILE_MAX_BYTES:
        raise NotADeck("the whole file", too_big(len(data)))
    if encoding not in ("", AUTO, *ENCODING_WORDS):
        raise NotADeck("the encoding", f"“{encoding}” is not known here.")
    chosen = "" if encoding == AUTO else encoding
    text, found, problems = _decoded(data, chosen)
    text = with_plain_line_ends(text)
    if text.count("\n") > LINES_MAX:
        what = f"The text has more than {LINES_MAX:,} lines, too many for a deck."
        raise NotADeck(place(LINES_MAX), what)
    if not text.strip():
        raise NotADeck("line 1", "The file is empty.")
    if (at := text.find("\0")) >= 0:
        raise NotADeck(_line_of(text[:at]), _NUL)
    return text, found, problems


def too_big(size_bytes: int) -> str:
    """What to say of a file above FILE_MAX_BYTES."""
    return (
        f"The file has {size_bytes / 1e6:,.1f} MB; "
        f"at most {FILE_MAX_BYTES / 1e6:,.0f} MB can be read."
    )


_NUL = (
    "Here stands a NUL sign, so this is not plain text. "
    "If it is text, save it as UTF-8 without NUL signs and try again."
)
_BINARY = "This is not text but a binary file."
_CUT_OFF = "The file is cut off in the middle of a letter."


def _decoded(data: bytes, encoding: str) -> tuple[str, str, tuple[Problem, ...]]:
    if encoding in ("", "utf-16") and (codec := _utf16_codec(data, encoding)):
        return _strict(data, codec, "UTF-16"), "utf-16", ()
    if encoding in ("cp1252", "latin-1"):
        return _strict(data, encoding, ENCODING_WORDS[encoding]), encoding, ()
    try:
        return data.decode("utf-8-sig"), "utf-8", ()
    except UnicodeDecodeError as error:
        if encoding or not _may_be_cp1252(data, error):
            raise _refusal(error, "UTF-8") from error
        return _as_cp1252(data, error)


def _utf16_codec(data: bytes, encoding: str) -> str:
    """The codec with its end, "" where this is no UTF-16.

    Without a mark the spaces and line ends of any script, and all letters of English,
    have a NUL as one byte of two; those of most other scripts look like controls.
    """
    if data[:2] in _UTF16_BY_MARK:
        return _UTF16_BY_MARK[data[:2]]
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if encoding:
        return "utf-16-be" if even > odd else "utf-16-le"
    few, many = sorted((even, odd))
    one_in = 4 if _is_plain(sample) else 40
    if few * 20 > many or many * one_in < len(sample):
        return ""
    codec = "utf-16-be" if even > odd else "utf-16-le"
    return "" if _CONTROL.search(sample.decode(codec, "replace")) else codec


def _is_plain(sample: bytes) -> bool:
    """Whether this could be plain text in one byte a letter, with NUL signs in it."""
    return _CONTROL.search(sample.decode("latin-1")) is None


def _strict(data: bytes, codec: str, words: str) -> str:
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _refusal(error, words) from error


def _refusal(error: UnicodeDecodeError, words: str) -> NotADeck:
    """What does not fit the encoding, at the line where that shows."""
    data, at = error.object, error.start
    where = _line_of(with_plain_line_ends(data[:at].decode(error.encoding, "replace")))
    if error.reason in ("unexpected end of data", "truncated data"):
        return NotADeck(where, _CUT_OFF)
    if words == "UTF-8" and b"\0" in data:
        return NotADeck(where, _BINARY)
    return NotADeck(where, f"This is not {words} (byte {data[at]:#04x}).")


def _may_be_cp1252(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether a text that is no UTF-8 may be Windows' or Latin-1's.

    It is not where UTF-8 letters stand before the fault (a torn UTF-8 text), nor where
    control characters do (a binary file).
    """
    before = data[: error.start]
    is_torn = not before.isascii() or error.reason == "unexpected end of data"
    is_binary = b"\0" in data or _CONTROL.search(data.decode("latin-1"))
    return not is_torn and not is_binary


def _as_cp1252(
    data: bytes, error: UnicodeDecodeError
) -> tuple[str, str, tuple[Problem, ...]]:
    try:
        text, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    where = _line_of(with_plain_line_ends(text[: error.start]))
    words = ENCODING_WORDS[encoding]
    what = f"The file is not UTF-8; it was read as {words}. Check letters with accents."
    return text, encoding, (Problem(where, what),)


def with_plain_line_ends(text: str) -> str:
    """The text with CRLF and CR as LF."""
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
