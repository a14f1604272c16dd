"""Rows of any number as JSON, a page at a time, with no cursor that must stay open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Cast

PAGE_ROWS = 1_000
"""So many rows are in memory at once."""


def json_object(columns: Mapping[str, str]) -> Func:
    """A row as the text of an object: its field by name in the object.

    Written by the database, which is several times as quick as making Python's values
    of its own and text of those. Moments are ISO 8601 in the connection's zone, UTC.
    """
    named = [
        part
        for name, column in columns.items()
        for part in (Cast(Value(name), TextField()), F(column))
    ]
    return Func(
        *named,
        function="json_build_object",
        template="%(function)s(%(expressions)s)::text",
        output_field=TextField(),
    )


def pages(
    rows: QuerySet[Any], key: Sequence[str], columns: Mapping[str, str]
) -> Iterator[list[str]]:
    """The rows as objects, in the order of `key`, which is unique among them.

    Each page begins after the last row of the one before: one statement each, and one
    more where the last page is full. A row is there once or not at all, whatever is
    written meanwhile.
    """
    rest = rows.order_by(*key).values_list(*key, json_object(columns))
    page = list(rest[:PAGE_ROWS])
    while page:
        yield [text for *_, text in page]
        if len(page) < PAGE_ROWS:
            return
        *last, _ = page[-1]
        page = list(rest.filter(_after(key, last))[:PAGE_ROWS])


def _after(key: Sequence[str], last: Sequence[Any]) -> TupleGreaterThan:
    return TupleGreaterThan(Tuple(*map(F, key)), tuple(last))
