"""How many statements a request sends and how long they take; slow ones by their text.

A statement's text is told, never its values: they travel apart from it, and whatever
literal stands in it all the same is taken out.
"""

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest

from flashcards.watching.routes import route_of

log = structlog.stdlib.get_logger(__name__)

TEXT_MAX_CHARACTERS = 4000
_LITERALS = re.compile(
    r"'(?:[^']|'')*'"  # a text
    r"|\$(\w*)\$.*?\$\1\$"  # a text between dollars
    r"|\b\d+(?:\.\d+)?\b",  # a number
    re.DOTALL,
)
_LISTS = re.compile(r"(?:%s|\?)(?:, ?(?:%s|\?)){2,}")


class Tally(threading.local):
    """What this thread's request has sent so far."""

    request: HttpRequest | None = None
    count: int = 0
    seconds: float = 0.0

    def begin(self, request: HttpRequest) -> None:
        """Count anew, for this request."""
        self.request, self.count, self.seconds = request, 0, 0.0


tally = Tally()


def watch(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
) -> Any:
    """Count a statement and tell of a slow one: an execute wrapper of Django's.

    1 to 2 µs each.
    """
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = time.perf_counter() - started
        tally.count += 1
        tally.seconds += took
        if _is_slow(took):
            _tell(sql, took)


def _is_slow(seconds: float) -> bool:
    limit_ms: int = settings.SLOW_STATEMENT_MS
    return bool(limit_ms) and seconds * 1000 >= limit_ms


def _tell(sql: Any, seconds: float) -> None:
    request = tally.request
    log.warning(
        "slow statement",
        ms=round(seconds * 1000, 1),
        route=route_of(request) if request else "none",
        statement=without_values(sql) if isinstance(sql, str) else "composed",
    )


def without_values(sql: str) -> str:
    """The statement on one line with `?` for each literal; long lists shortened."""
    text = _LITERALS.sub("?", sql)
    return " ".join(_LISTS.sub("…", text).split())[:TEXT_MAX_CHARACTERS]
