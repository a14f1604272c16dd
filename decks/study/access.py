"""Who may read and edit decks, as SQL for the statements that are written by hand."""

import functools
import re
from collections.abc import Callable
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Deck, DeckQuerySet

_NOBODY_ID = -1

_CHOICES: dict[str, Callable[[User], DeckQuerySet]] = {
    "readable": Deck.objects.readable_by,
    "editable": Deck.objects.editable_by,
}


@functools.cache
def _compiled(choice: str, is_staff: bool) -> tuple[str, dict[str, Any]]:
    """The queryset's SQL, with names for its values; the learner's id is `user`.

    Compiled once, for somebody whose id then stands for each learner's.
    """
    somebody = User(pk=_NOBODY_ID, is_staff=is_staff)
    query = _CHOICES[choice](somebody).order_by().values("id").query
    sql, values = query.sql_with_params()
    names = [
        "user" if value == _NOBODY_ID else f"{choice}_{index}"
        for index, value in enumerate(values)
    ]
    named = sql % tuple(f"%({name})s" for name in names)
    kept = dict(zip(names, values, strict=True))
    kept.pop("user", None)
    return named, kept


def compact(sql: str) -> str:
    """The statement without what only readers need.

    The driver keeps what it made of a statement up to 4,096 characters and works it out
    anew, each time, for a longer one.
    """
    return re.sub(" ?([-,=+()<>|]) ?", r"\1", " ".join(sql.split()))


@functools.cache
def _filled(sql: str, is_staff: bool) -> tuple[str, dict[str, Any]]:
    chosen: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    for choice in _CHOICES:
        named, kept = _compiled(choice, is_staff)
        chosen[choice] = named
        if f"{{{choice}}}" in sql:
            parameters |= kept
    return compact(sql.format(**chosen)), parameters


def with_access(sql: str, user: User) -> tuple[str, dict[str, Any]]:
    """The statement with `{readable}` and `{editable}` filled in for this learner.

    With it come the parameters that it needs beside `user`, the learner's id.
    """
    filled, parameters = _filled(sql, user.is_staff)
    return filled, dict(parameters)
