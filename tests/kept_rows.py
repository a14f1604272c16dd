"""Whether a request changed anything: one number for all rows of the decks_ tables."""

import contextlib
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

COUNTED_AT_A_LOOK = {"decks_groupcard", "decks_groupday"}
"""A group's figures: made known by whoever looks at its page first, out of rows that
are there. Nothing that anybody said or did."""

_ROW = {"decks_studygroup": "(to_jsonb(r) - 'figures_at' - 'figures_ms')"}
"""Without when that was last done."""


def fingerprint() -> str:
    """Changes when any row of ours does (sessions and the cache are not ours)."""
    tables = sorted(model._meta.db_table for model in apps.get_models())
    tables = [table for table in tables if table.startswith("decks_")]
    tables = [table for table in tables if table not in COUNTED_AT_A_LOOK]
    assert len(tables) >= 8
    sums = " || ',' || ".join(
        # A row's text includes its place in no way: order by the text itself.
        f"(SELECT COALESCE(md5(string_agg({row}::text, '|' ORDER BY {row}::text)), '-')"
        f" FROM {table} r)"
        for table, row in ((table, _ROW.get(table, "r")) for table in tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums}")
        return str(cursor.fetchone()[0])


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Takes back what a request wrote, so that the next one finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
