"""`make test` asks a fixed part of the long tests, `make test-full` all of them."""

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest
from hypothesis import settings

T = TypeVar("T")

IS_FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"


def is_asked(*case: object, one_of: int) -> bool:
    """Whether `make test` asks this case: one of so many, always the same ones."""
    return IS_FULL or zlib.crc32(repr(case).encode()) % one_of == 0


def asked(cases: Iterable[T], *beside: object, one_of: int) -> list[T]:
    """Those of the cases that are asked."""
    return [case for case in cases if is_asked(*beside, case, one_of=one_of)]


def one_of_all(cases: Sequence[T], *beside: object) -> T:
    """The one of these that is asked."""
    return cases[zlib.crc32(repr(beside).encode()) % len(cases)]


CASES_MAX = 4


def mark_what_is_left(items: Iterable[pytest.Item]) -> None:
    """Of a test with many cases `make test` asks CASES_MAX, always the same ones; the
    others are marked `full`. The access matrix takes its own part."""
    by_test: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.path.name not in _SAMPLE_THEMSELVES and not is_full_only(item):
            by_test[item.nodeid.partition("[")[0]].append(item)
    for cases in by_test.values():
        for item in sorted(cases, key=_place)[CASES_MAX:]:
            item.add_marker(pytest.mark.full)


_SAMPLE_THEMSELVES = {"test_access.py"}


def is_full_only(item: pytest.Item) -> bool:
    """Whether its own marks leave it to `make test-full`."""
    return item.get_closest_marker("full") is not None


def _place(item: pytest.Item) -> int:
    return zlib.crc32(item.nodeid.encode())


def fewer_examples(full_max: int) -> settings:
    """For a test whose examples are histories in the database: a quarter of the usual,
    at most `full_max`."""
    return settings(max_examples=min(full_max, max(settings().max_examples // 4, 10)))
