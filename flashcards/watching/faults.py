"""An exception as the log tells it: where it came from, and no values.

What an exception says may hold what somebody wrote: a card's text that was no number,
an address that was there twice. Only kinds that speak of the program are quoted.
"""

from collections.abc import Iterator
from traceback import walk_tb

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DjangoDatabaseError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

QUOTED = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
)
"""Whose messages name code and no data."""

VALUED = ("22", "23")
"""Classes of SQLSTATE that may quote values: wrong data, broken constraints."""

CAUSES_MAX = 10
"""So many exceptions behind one another are told."""


def told(error: BaseException, *, in_full: bool = False) -> str:
    """The exception with those behind it, the first one first, each after its frames.

    `in_full` with every message, whatever it holds: for a developer's own screen.
    """
    lines: list[str] = []
    for one in reversed(list(_chain(error))):
        lines += [
            f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(one.__traceback__)
        ]
        said = str(one) if in_full else _said(one)
        name = f"{type(one).__module__}.{type(one).__qualname__}"
        lines.append(f"{name}: {said}" if said else name)
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(CAUSES_MAX):
        if one is None:
            return
        yield one
        hidden = one.__suppress_context__
        one = one.__cause__ or (None if hidden else one.__context__)


def _said(error: BaseException) -> str:
    """What may be quoted of it."""
    if isinstance(error, psycopg.Error):
        return _said_by_postgres(error)
    if isinstance(error, DjangoDatabaseError):
        # It repeats the driver's message, which is told of the driver's own error.
        return "" if isinstance(error.__cause__, psycopg.Error) else str(error)
    if isinstance(error, OSError):
        # Its whole message may name a file that somebody sent, or whom a mail was for.
        return error.strerror if isinstance(error.strerror, str) else ""
    return str(error) if isinstance(error, QUOTED) else ""


def _said_by_postgres(error: psycopg.Error) -> str:
    if error.sqlstate is None:
        return str(error)
    told_of = error.diag
    named = told_of.constraint_name or told_of.column_name or told_of.table_name
    message = "" if error.sqlstate.startswith(VALUED) else told_of.message_primary
    return " ".join(part for part in (error.sqlstate, named, message) if part)
