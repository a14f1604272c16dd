"""Empties the tables after a test that commits, in a twentieth of Django's time.

Django truncates every table, which costs 0.3 s with sixty of them, and makes content
types and permissions anew. Most tests fill a handful: rows of those are deleted.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}
"""What migrating fills; no test changes it."""


def empty_by_deleting() -> None:
    """For this process, after each test of `django_db(transaction=True)`."""
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]


def _empty(_: Any) -> None:
    # Foreign keys are looked at when all is deleted: Django defers them.
    with transaction.atomic(), connection.cursor() as cursor:
        names = [f'"{name}"' for name in sorted(_tables())]
        cursor.execute(f"SELECT {', '.join(map(_has_rows, names))}")
        for name, is_filled in zip(names, cursor.fetchone(), strict=True):
            if is_filled:
                cursor.execute(f"DELETE FROM {name}")


def _tables() -> set[str]:
    there = connection.introspection.django_table_names(only_existing=True)
    return set(there) - KEPT


def _has_rows(name: str) -> str:
    return f"EXISTS (SELECT FROM {name})"
