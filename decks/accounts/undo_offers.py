"""Good news that can be taken back: a toast with an Undo button."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_MARK = "undo:"


def say_with_undo(request: HttpRequest, words: str, undo_path: str) -> None:
    """Say it on the next page, with a button that posts to `undo_path`.

    `components/_messages.html` makes the form; what it has to know stands in the path.
    """
    messages.success(request, words, extra_tags=_MARK + undo_path)


def undo_path_of(message: Message) -> str:
    """The path that `say_with_undo` was given; empty for any other message."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_MARK) if tags.startswith(_MARK) else ""
