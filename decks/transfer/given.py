"""The text that somebody gave: pasted, in a file, or in a file kept from before."""

import dataclasses
import datetime as dt
from pathlib import PurePath

from decks.accounts.models import User
from decks.cards.plurals import counted
from decks.transfer import drafts
from decks.transfer.formats import NotADeck
from decks.transfer.formats.parsed import FILE_MAX_BYTES
from decks.transfer.formats.text import decode, too_big
from decks.transfer.forms import Asked
from decks.transfer.models import ImportDraft

SHOWN_MAX_CHARACTERS = 1_000_000
"""A file of more is not put into the page's text field; it is kept and named."""

_CERTAIN = ("utf-8", "utf-16")


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """`data` is what is to be read, `text` what stands in the text field.

    With a `draft` the file itself is read, for its encoding may be chosen anew.
    """

    data: bytes
    text: str
    file_name: str = ""
    draft: ImportDraft | None = None

    @property
    def title(self) -> str:
        """A deck name where the text itself has none."""
        return PurePath(self.file_name).stem

    @property
    def lines_words(self) -> str:
        """How many lines stand in the text field, "" for none."""
        count = len(self.text.splitlines())
        return counted(count, "line") if count else ""


def given_in(asked: Asked, user: User, *, now: dt.datetime) -> Given:
    """What is to be read. Raises NotADeck for a file that is no text."""
    if asked.file is not None:
        size_bytes = asked.file.size or 0
        name = asked.file.name or "The file"
        if size_bytes > FILE_MAX_BYTES:
            raise NotADeck(name, too_big(size_bytes))
        asked.file.seek(0)
        return _of_file(name, asked.file.read(), user, now)
    if asked.draft_id is not None:
        draft = drafts.find_file(user, asked.draft_id)
        if draft is None:
            raise NotADeck("The file", _GONE)
        return Given(bytes(draft.data), "", draft.name, draft)
    return Given(asked.text.encode(), asked.text, asked.file_name)


_GONE = "It is no longer kept here: files are kept for a day. Choose it again."
_ZIP = b"PK\x03\x04"
_PACKAGE = (
    "Anki packages cannot be read yet. In Anki choose File, Export, "
    "“Notes in Plain Text”, and add that file."
)
_SHEET = "A spreadsheet itself cannot be read. Save it as CSV and add that file."


def _of_file(name: str, data: bytes, user: User, now: dt.datetime) -> Given:
    """Into the text field where that is certain to be the file's text."""
    _refuse_packages(name, data)
    try:
        text, encoding, guesses = decode(data)
    except NotADeck as error:
        if b"\0" in data or not data.strip():
            raise NotADeck(f"{name}, {error.where}", error.what) from error
        text, encoding, guesses = "", "", ()
    is_certain = encoding in _CERTAIN and not guesses
    if is_certain and len(text) <= SHOWN_MAX_CHARACTERS:
        return Given(text.encode(), text, name)
    return Given(data, "", name, drafts.keep_file(user, name, data, now=now))


def _refuse_packages(name: str, data: bytes) -> None:
    ending = PurePath(name).suffix.lower()
    if ending in (".apkg", ".colpkg"):
        raise NotADeck(name, _PACKAGE)
    if data.startswith(_ZIP):
        what = _SHEET if ending in (".xlsx", ".ods") else "This is a packed file."
        raise NotADeck(name, what)
