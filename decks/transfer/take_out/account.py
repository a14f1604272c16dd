"""The whole account as one JSON object, written piece by piece.

    {"format": "flashcards-account", "version": 1, "made_at": "…",
     "profile": {…}, "email_addresses": […], "decks": […], "cards": […], …}

The lists are those of `sections`, in their order, each row an object on a line of its
own. Moments are ISO 8601 in UTC, days `YYYY-MM-DD`, `…_ms` milliseconds, `…_id` the
number of what is meant there. `phase` is 1 learning, 2 review, 3 relearning, null new.
A newer `version` is one that a reader of this one would misread; another list or
another column is none.
"""

import datetime as dt
import json
from collections.abc import Iterator

from decks.accounts.models import User
from decks.transfer.take_out.paging import json_object, pages
from decks.transfer.take_out.sections import PROFILE, SECTIONS, Section

FORMAT = "flashcards-account"
VERSION = 1


def account_json(user: User, *, now: dt.datetime) -> Iterator[bytes]:
    """The file in pieces: one for each page of rows (`paging.pages`), and a statement.

    What is cut off ends without the last bracket: no reader takes it for the whole.
    """
    own = User.objects.filter(pk=user.pk).values_list(json_object(PROFILE), flat=True)
    made_at = now.astimezone(dt.UTC).isoformat()
    head = {"format": FORMAT, "version": VERSION, "made_at": made_at}
    lines = [f'  "{name}": {json.dumps(value)},\n' for name, value in head.items()]
    yield "".join(["{\n", *lines, '  "profile": ', own.get()]).encode()
    for section in SECTIONS:
        yield from _list(section, user)
    yield b"\n}\n"


def _list(section: Section, user: User) -> Iterator[bytes]:
    """What follows the list before it, up to the closing bracket."""
    yield f',\n  "{section.name}": ['.encode()
    end = ""
    for page in pages(section.rows(user), section.key, section.columns):
        lines = ",\n    ".join(page)
        yield f"{',' if end else ''}\n    {lines}".encode()
        end = "\n  "
    yield f"{end}]".encode()
