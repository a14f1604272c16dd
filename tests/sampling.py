"""`make test` asks a fixed part of the long tests, `make test-full` all of them.

Which take long, half a second and more, stands in long.txt, one `path::function` a
line: `pytest --durations=0` tells them.
"""

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
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


CASES_MAX = 2
LONG_ONE_OF = 4
TESTS = Path(__file__).resolve().parent
LONG = frozenset((TESTS / "long.txt").read_text().split())


def mark_what_is_left(items: Iterable[pytest.Item]) -> None:
    """Mark `full` what `make test` does not ask; it always asks the same.

    Of a test with many cases CASES_MAX, of a long one a single case; of the long ones
    of a folder one in LONG_ONE_OF, and one at least. The access matrix takes its own
    part; the house's rules are all asked.
    """
    by_test: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.path.name not in _SAMPLE_THEMSELVES and not is_full_only(item):
            by_test[item.nodeid.partition("[")[0]].append(item)
    left = LONG - set(long_ones_asked())
    for cases in by_test.values():
        name = name_of(cases[0])
        most = 0 if name in left else 1 if name in LONG else CASES_MAX
        for item in sorted(cases, key=_place)[most:]:
            item.add_marker(pytest.mark.full)


_SAMPLE_THEMSELVES = {"test_access.py", "test_architecture.py"}


def name_of(item: pytest.Item) -> str:
    """`study/test_queue.py::test_a_rule`, as long.txt names it, without its class."""
    name = item.nodeid.partition("[")[0].rpartition("::")[2]
    return f"{item.path.relative_to(TESTS).as_posix()}::{name}"


def long_ones_asked() -> Iterator[str]:
    """The same whatever else is collected."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for test in LONG:
        by_folder[test.rpartition("/")[0]].append(test)
    for long_ones in by_folder.values():
        yield from sorted(long_ones, key=_hash)[: ceil(len(long_ones) / LONG_ONE_OF)]


def is_full_only(item: pytest.Item) -> bool:
    """Whether its own marks leave it to `make test-full`."""
    return item.get_closest_marker("full") is not None


def _hash(name: str) -> int:
    return zlib.crc32(name.encode())


def _place(item: pytest.Item) -> int:
    return _hash(item.nodeid)


def fewer_examples(full_max: int) -> settings:
    """For a test whose examples are histories in the database: five in `make test`, in
    `make test-full` a quarter of the usual, at most `full_max`."""
    usual = settings().max_examples
    return settings(max_examples=min(full_max, usual // 4) if IS_FULL else 5)
