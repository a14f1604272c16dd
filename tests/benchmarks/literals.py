"""Python values written into SQL, for programs that take no parameters."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

from psycopg.types.json import Jsonb


def literal(value: Any) -> str:
    """A value as SQL, without colons that pgbench would read. Raises TypeError."""
    for kind, write in _LITERALS.items():
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"no literal for {value!r}")


def quoted(text: str) -> str:
    """A string as SQL."""
    return "'" + text.replace("'", "''") + "'"


_LITERALS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "NULL",
    bool: lambda value: str(value).lower(),
    int: lambda value: str(int(value)),
    float: lambda value: f"'{value!r}'::float8",
    dt.datetime: lambda value: f"'{value:%Y%m%dT%H%M%S.%f%z}'::timestamptz",
    dt.date: lambda value: f"'{value:%Y%m%d}'::date",
    uuid.UUID: lambda value: f"'{value.hex}'::uuid",
    str: quoted,
    dict: lambda value: quoted(json.dumps(value)) + "::jsonb",
    Jsonb: lambda value: quoted(json.dumps(value.obj)) + "::jsonb",
    list: lambda value: f"'{{{','.join(str(int(n)) for n in value)}}}'::bigint[]",
}
"""The first that fits: bool before int, moments before days."""
