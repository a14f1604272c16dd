"""A promise that is broken is seen, and told in words."""

import pytest

from tests.load.memory import first_and_last
from tests.load.outcomes import Limits, Outcome, memory_words

TIMES = Limits(p95=300, p99=800, growth=0.1)
KEPT_MS = [100.0] * 95 + [400.0] * 4 + [900.0]


def outcome(ms, limits=TIMES, **more):
    return Outcome("L1", "some learners", ms, limits, **more)


def test_what_is_within_the_limits_is_kept():
    row = outcome(KEPT_MS).row
    assert (row["result"], row["p50 ms"], row["p95 ms"]) == ("kept", 100, 100)
    assert (row["p99 ms"], row["longest"], row["failed"]) == (400, 900, 0)


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        ([100.0] * 94 + [301.0] * 6, "p95 is 301 ms, at most 300"),
        ([100.0] * 98 + [801.0] * 2, "p99 is 801 ms, at most 800"),
        ([], "nothing was answered"),
    ],
)
def test_too_slow_or_silent_is_told(ms, words):
    found = outcome(ms)
    assert found.complaints == [words]
    assert found.row["result"] == "FAIL"


def test_the_longest_is_told_where_it_is_promised():
    found = outcome([1999.0, 2001.0], Limits(longest=2000))
    assert found.complaints == ["the longest is 2001 ms, at most 2000"]


def test_one_failure_breaks_it():
    assert outcome(KEPT_MS, failures=["rate: status 502"]).row["result"] == "FAIL"


@pytest.mark.parametrize(("last", "count"), [(110.0, 0), (110.1, 1), (90.0, 0)])
def test_memory_may_grow_by_a_tenth(last, count):
    found = outcome(KEPT_MS, grown={"site": (100.0, last)})
    assert len(found.complaints) == count


def test_the_databases_buffers_may_fill():
    found = outcome(KEPT_MS, grown={"database": (100.0, 200.0)})
    assert found.complaints == []


def test_memory_is_compared_by_the_middle_of_the_first_and_the_last_looks():
    assert first_and_last([1, 2, 90, *[50] * 20, 7, 8, 9]) == (2, 8)


def test_memory_in_words():
    grown = {"site": (100.0, 101.4), "proxy": (40.0, 44.0)}
    assert memory_words(grown) == "site 100 → 101, proxy 40 → 44"
    assert memory_words({}) == "-"
