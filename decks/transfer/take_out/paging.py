"""Rows of any number, a page at a time, with no cursor that has to be kept open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

PAGE_ROWS = 1_000
"""So many rows are in memory at once."""


def pages(
    rows: QuerySet[Any], key: Sequence[str], columns: Mapping[str, str]
) -> Iterator[list[dict[str, Any]]]:
    """The rows in the order of `key`, unique among them, with these columns by name.

    Each page begins after the last row of the one before: one statement each, and one
    more where the last page is full. A row is there once or not at all, whatever is
    written meanwhile.
    """
    # Values come by place: a name that was asked for twice would come once.
    asked = list(dict.fromkeys([*key, *columns.values()]))
    places = {name: asked.index(column) for name, column in columns.items()}
    rest = rows.order_by(*key).values_list(*asked)
    page = list(rest[:PAGE_ROWS])
    while page:
        yield [{name: row[place] for name, place in places.items()} for row in page]
        if len(page) < PAGE_ROWS:
            return
        page = list(rest.filter(_after(key, page[-1]))[:PAGE_ROWS])


def _after(key: Sequence[str], last: Sequence[Any]) -> TupleGreaterThan:
    return TupleGreaterThan(Tuple(*map(F, key)), tuple(last[: len(key)]))
