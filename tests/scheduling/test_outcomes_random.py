"""Over random states: a higher level never comes back sooner; preview is outcome."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest

from decks.scheduling.schedule import Outcome, answer, outcomes

from .histories import (
    random_calendar,
    random_moment,
    random_quantile,
    random_settings,
    random_state,
)


def test_5_000_random_states():
    check_random_states(seed=2, count=5_000)


@pytest.mark.full
def test_200_000_random_states():
    check_random_states(seed=200, count=200_000)


def check_random_states(*, seed: int, count: int) -> None:
    random = Random(seed)
    for _ in range(count):
        now, calendar = random_moment(random), random_calendar(random)
        state = random_state(random, calendar.day_of(now))
        rating: dict[str, Any] = {
            "now": now,
            "calendar": calendar,
            "settings": random_settings(random),
            "quantile": random_quantile(random),
        }
        previewed = outcomes(state, **rating)
        check_order(previewed, rating["settings"].maximum_interval_days)
        assert previewed[0].due_at > now
        level = random.randint(1, 5)
        assert answer(state, level, **rating) == previewed[level - 1]


def check_order(previewed: tuple[Outcome, ...], cap_days: int) -> None:
    for lower, higher in pairwise(previewed):
        assert lower.due_at <= higher.due_at
        assert length(lower) <= length(higher)
    for lower, higher in pairwise(previewed[2:]):
        assert 1 <= lower.interval_days <= higher.interval_days <= cap_days
        assert higher.interval_days > lower.interval_days or (
            higher.interval_days == cap_days
        )


def length(outcome: Outcome) -> tuple[int, int]:
    assert bool(outcome.interval_days) != bool(outcome.delay_minutes)
    return outcome.interval_days, outcome.delay_minutes
