"""Our step beside py-fsrs on random histories, same-day ratings included."""

from datetime import UTC, datetime, timedelta
from random import Random

import fsrs
import pytest

from decks.scheduling.fsrs import (
    STABILITY_MAX_DAYS,
    first_memory,
    interval_days,
    next_memory,
    retrievability,
)
from decks.scheduling.levels import Grade
from decks.scheduling.parameters import Parameters

from .histories import random_gap_days, random_parameters

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
TOLERANCE = 1e-9


def test_500_histories_agree():
    assert worst_disagreement(seed=20260, histories=500) <= TOLERANCE


@pytest.mark.full
def test_10_000_histories_agree():
    assert worst_disagreement(seed=6320, histories=10_000) <= TOLERANCE


def worst_disagreement(*, seed: int, histories: int) -> float:
    random = Random(seed)
    return max(_history_disagreement(random) for _ in range(histories))


def _history_disagreement(random: Random) -> float:
    """The largest relative error of S, D or R in one history of 2 to 30 ratings."""
    parameters = random_parameters(random)
    scheduler = oracle(parameters)
    card, now, memory, worst = fsrs.Card(card_id=1), START, None, 0.0
    for _ in range(random.randint(2, 30)):
        gap_days, grade = random_gap_days(random), random.choice(list(Grade))
        # py-fsrs counts whole 24 hours: some minutes more leave that count as it is.
        now += timedelta(days=gap_days, minutes=random.randrange(1440))
        if memory is not None:
            chance = retrievability(memory.stability_days, gap_days, parameters)
            expected = scheduler.get_card_retrievability(card, now)
            worst = max(worst, relative_error(chance, expected))
        memory = (
            next_memory(memory, grade, gap_days, parameters)
            if memory
            else first_memory(grade, parameters)
        )
        card, _ = scheduler.review_card(card, fsrs.Rating(int(grade)), now)
        # The ceiling of S is fsrs-rs's; py-fsrs has none.
        assert card.stability is not None
        assert card.difficulty is not None
        card.stability = min(card.stability, STABILITY_MAX_DAYS)
        worst = max(
            worst,
            relative_error(memory.stability_days, card.stability),
            relative_error(memory.difficulty, card.difficulty),
        )
    return worst


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.9, 0.97])
def test_intervals_agree(retention):
    random = Random(4)
    scheduler = fsrs.Scheduler(desired_retention=retention, maximum_interval=10**9)
    for _ in range(500):
        stability_days = 10 ** random.uniform(-3, 4.5)
        expected = scheduler._next_interval(stability=stability_days)
        assert interval_days(stability_days, retention) == expected


def oracle(parameters: Parameters) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=parameters.weights,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
    )


def relative_error(ours: float, theirs: float) -> float:
    return abs(ours - theirs) / abs(theirs)
