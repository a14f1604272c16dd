"""Rows that nobody put in order come in reverse, while `make test-full` runs.

PostgreSQL mostly hands them out as they were written, until one of them is written
again: what leans on that passes for months, then fails once.
"""

from typing import Any

from django.db.models.query import QuerySet

_fetch_all = QuerySet._fetch_all


def reverse_unordered_rows() -> None:
    """For this process, of every queryset without an order."""
    QuerySet._fetch_all = _fetch_reversed  # type: ignore[method-assign]


def _fetch_reversed(self: QuerySet[Any]) -> None:
    is_new = self._result_cache is None
    _fetch_all(self)
    if is_new and self._result_cache and not self.ordered:
        self._result_cache.reverse()
