"""Asking the database without waiting for it for long."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TypeVar

from django.db import DatabaseError, connection

ANSWER_SECONDS_MAX = 2

Answer = TypeVar("Answer")

# One thread asks, so that a database which hangs holds up no more than that thread.
_asker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="asker")


class NoAnswer(Exception):
    """The database is away, or did not answer within 2 s."""


def ask(question: Callable[[], Answer]) -> Answer:
    """What `question` gives, on a connection of its own. Raises NoAnswer."""
    asked: Future[Answer] = _asker.submit(_on_its_own, question)
    try:
        return asked.result(timeout=ANSWER_SECONDS_MAX)
    except (DatabaseError, FutureTimeoutError) as error:
        asked.cancel()
        raise NoAnswer from error


def _on_its_own(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    finally:
        connection.close()
