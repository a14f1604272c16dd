import os
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import decks
from decks.scheduling.fuzz import fuzz_range, fuzzed_days, quantile

ROOT = Path(decks.__file__).parents[1]
CAP_DAYS = 3650
quantiles = st.floats(0, 1, exclude_max=True)

GOLDEN_QUANTILES = {
    (1, 1, 0, 0): 0.9286812852974927,
    (1, 1, 0, 1): 0.17466658143291702,
    (2, 1, 0, 0): 0.15769302403143848,
    (1, 2, 0, 0): 0.042011702737829726,
    (1, 1, 1, 0): 0.730926671335382,
    (2**62, 2**62, 9, 10**6): 0.013988531654125058,
}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, (1, 1)),
        (2, (2, 2)),
        (3, (2, 4)),  # 1 + .15 x .5
        (7, (5, 9)),  # 1 + .15 x 4.5
        (10, (8, 12)),  # ... + .1 x 3
        (20, (17, 23)),  # ... + .1 x 13
        (100, (93, 107)),  # ... + .05 x 80
        (3650, (3466, 3650)),  # the upper side is cut off by the longest interval
    ],
)
def test_the_width_by_hand(days, expected):
    assert fuzz_range(days, CAP_DAYS) == expected


def test_the_width_is_that_of_the_reference(monkeypatch):
    scheduler = fsrs.Scheduler(maximum_interval=CAP_DAYS)
    for days in range(1, CAP_DAYS + 1):
        low, high = fuzz_range(days, CAP_DAYS)
        for drawn, bound in ((0.0, low), (1 - 1 / (high - low + 1), high)):
            monkeypatch.setattr("fsrs.scheduler.random", lambda drawn=drawn: drawn)
            theirs = scheduler._get_fuzzed_interval(interval=timedelta(days=days))
            assert theirs.days == bound


@given(st.integers(1, 36500), quantiles, st.integers(1, 36500))
def test_a_fuzzed_interval_lies_in_its_range(days, quantile, cap_days):
    days = min(days, cap_days)
    low, high = fuzz_range(days, cap_days)
    assert 1 <= low <= fuzzed_days(days, quantile, cap_days) <= high <= cap_days


@given(st.integers(1, 4000), st.integers(0, 4000), quantiles)
def test_one_quantile_keeps_the_order(days, more_days, quantile):
    shorter = fuzzed_days(days, quantile, 36500)
    assert shorter <= fuzzed_days(days + more_days, quantile, 36500)


def test_every_day_of_the_range_is_reached_equally_often():
    reached = [fuzzed_days(100, step / 1500, CAP_DAYS) for step in range(1500)]
    assert {days: reached.count(days) for days in set(reached)} == dict.fromkeys(
        range(93, 108), 100
    )


@pytest.mark.parametrize(("key", "expected"), GOLDEN_QUANTILES.items())
def test_a_quantile_never_changes(key, expected):
    assert quantile(*key) == expected


def test_a_quantile_is_the_same_in_another_process():
    code = "from decks.scheduling.fuzz import quantile; print(quantile(7, 8, 0, 9))"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        answer = subprocess.check_output(
            [sys.executable, "-c", code], env=environment, cwd=ROOT
        )
        assert float(answer) == quantile(7, 8, 0, 9)


def test_quantiles_are_spread_evenly():
    drawn = [quantile(user, card, 0, 3) for user in range(20) for card in range(1000)]
    tenths = [int(each * 10) for each in drawn]
    assert all(0 <= each < 1 for each in drawn)
    # 2,000 expected in each; five standard deviations are 212.
    assert all(abs(tenths.count(tenth) - 2000) < 212 for tenth in range(10))


def test_the_next_showing_draws_anew():
    drawn = [quantile(1, 1, 0, count) for count in range(1000)]
    assert len(set(drawn)) == 1000
    rises = sum(b > a for a, b in pairwise(drawn))
    assert 430 < rises < 570
