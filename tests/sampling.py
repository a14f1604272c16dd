"""`make test` asks a fixed part of the long tests, `make test-full` all of them."""

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

IS_FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"


def is_asked(*case: object, one_of: int) -> bool:
    """Whether `make test` asks this case: one of so many, always the same ones."""
    return IS_FULL or zlib.crc32(repr(case).encode()) % one_of == 0


def asked(cases: Iterable[T], *beside: object, one_of: int) -> list[T]:
    """Those of the cases that are asked."""
    return [case for case in cases if is_asked(*beside, case, one_of=one_of)]


def fewer_examples(full_max: int) -> settings:
    """For a test whose examples are histories in the database: a quarter of the usual,
    at most `full_max`."""
    return settings(max_examples=min(full_max, max(settings().max_examples // 4, 10)))
