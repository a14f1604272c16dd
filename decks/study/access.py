"""Who may read and edit decks, as SQL for the statements that are written by hand."""

import functools
import itertools
import re
import string
from collections.abc import Callable, Iterator
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet

_NOBODY_ID = -1
_AS_K = "FROM decks_deck k "

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
        "user" if value == _NOBODY_ID else f"{choice[0]}{index}"
        for index, value in enumerate(values)
    ]
    named = _short(sql % tuple(f"%({name})s" for name in names))
    kept = dict(zip(names, values, strict=True))
    kept.pop("user", None)
    return named, {name: kept[name] for name in kept if f"%({name})s" in named}


def _short(sql: str) -> str:
    """Django's own words with fewer signs: names without quotes, the deck as `k`, and
    nothing fetched where only existence is asked."""
    plain = re.sub(r'"(\w+)"', r"\1", sql)
    asked = re.sub(r"EXISTS\(SELECT %\(\w+\)s AS a ", "EXISTS(SELECT ", plain)
    asked = re.sub(r" AS \w+", "", asked.replace(" LIMIT 1)", ")"))
    return asked.replace("decks_deck.", "k.").replace("FROM decks_deck ", _AS_K, 1)


def compact(sql: str) -> str:
    """The statement without what only readers need.

    The driver keeps what it made of a statement up to 4,096 characters and works it out
    anew, each time, for a longer one.
    """
    return re.sub(" ?([-,=+()<>|]) ?", r"\1", " ".join(sql.split()))


def with_short_names(sql: str) -> tuple[str, dict[str, str]]:
    """The statement with its parameters renamed `a`, `b` …, and by name the new one."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
    short = dict(zip(names, _short_names(), strict=False))
    return re.sub(r"%\((\w+)\)s", lambda m: f"%({short[m[1]]})s", sql), short


def _short_names() -> Iterator[str]:
    letters = string.ascii_letters
    yield from letters
    yield from map("".join, itertools.product(letters, letters))


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
