"""Whether a notice's page is still one that its reader gets to.

What a notice is about lies in rooms above this one: its model is named as a string.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve

from decks.accounts.models import User


def _rows(name: str) -> Any:
    return apps.get_model("decks", name).objects


def _decks(user: User) -> Any:
    return _rows("Deck").readable_by(user)


_REACHED: dict[str, Callable[[User], Any]] = {
    "deck_id": _decks,
    "card_id": lambda user: _rows("Card").filter(deck__in=_decks(user)),
    "suggestion_id": lambda user: _rows("Suggestion").filter(deck__in=_decks(user)),
    "sent_id": lambda user: _rows("SentImport").filter(user=user),
    "group_id": lambda user: _rows("StudyGroup").of(user),
}
"""Whose number stands in an address, by its name in the URLs, and who gets to it."""


def is_open_to(user: User, path: str) -> bool:
    """Whether everything that the address names is there for them.

    One statement at most for each number that stands in it; False for an address that
    is none of ours.
    """
    try:
        named = resolve(path.partition("?")[0]).kwargs
    except Resolver404:
        return False
    return all(
        _REACHED[name](user).filter(pk=number).exists()
        for name, number in named.items()
        if name in _REACHED
    )
