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
import uuid
from collections.abc import Iterator
from typing import Any

from decks.accounts.models import User
from decks.transfer.take_out.paging import pages
from decks.transfer.take_out.sections import PROFILE, SECTIONS, Section

FORMAT = "flashcards-account"
VERSION = 1


def account_json(user: User, *, now: dt.datetime) -> Iterator[bytes]:
    """The file in pieces: one for each page of rows (`paging.pages`), and a statement.

    What is cut off ends without the last bracket: no reader takes it for the whole.
    """
    head = {"format": FORMAT, "version": VERSION, "made_at": now}
    profile = User.objects.filter(pk=user.pk).values(*PROFILE).get()
    lines = [f"  {_json(name)}: {_json(value)}" for name, value in head.items()]
    lines.append(f'  "profile": {_json(profile)}')
    yield ("{\n" + ",\n".join(lines)).encode()
    for section in SECTIONS:
        yield from _list(section, user)
    yield b"\n}\n"


def _list(section: Section, user: User) -> Iterator[bytes]:
    """What follows the list before it, up to the closing bracket."""
    yield f",\n  {_json(section.name)}: [".encode()
    end = ""
    for page in pages(section.rows(user), section.key, section.columns):
        lines = ",\n    ".join(map(_json, page))
        yield f"{',' if end else ''}\n    {lines}".encode()
        end = "\n  "
    yield f"{end}]".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """A moment, a day or an id as text. Raises TypeError for anything else."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the file")
