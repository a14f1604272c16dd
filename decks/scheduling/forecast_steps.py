"""Where one answer leads a card, as the forecast takes it: interval, memory, share."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from decks.scheduling.fsrs import (
    Memory,
    exact_interval_days,
    later_stability,
    next_difficulty,
    retrievability,
    same_day_stability,
)
from decks.scheduling.levels import RECALLED_SHARES, Grade
from decks.scheduling.schedule import Settings


class Step(NamedTuple):
    """Back in so many whole days with this memory, in this share of all answers."""

    days: int
    stability_days: float
    difficulty: float
    share: float


def steps_after(
    memory: Memory, elapsed_days: float, settings: Settings, within_days: int
) -> Iterator[Step]:
    """What an answer may lead to in fewer than so many days.

    A card that was missed earlier today only has its Good to come.
    """
    if elapsed_days < 1:
        yield from _learned(memory, 1.0, settings, within_days)
        return
    parameters = settings.parameters
    chance = retrievability(memory.stability_days, elapsed_days, parameters)
    missed_days = later_stability(memory, Grade.AGAIN, chance, parameters)
    harder = next_difficulty(memory.difficulty, Grade.AGAIN, parameters)
    missed = Memory(missed_days, harder)
    yield from _learned(missed, 1 - chance, settings, within_days)
    shortest_days = 1
    for grade, share in RECALLED_SHARES:
        stability_days = later_stability(memory, grade, chance, parameters)
        days = _interval(stability_days, shortest_days, settings)
        if days >= within_days:
            return
        difficulty = next_difficulty(memory.difficulty, grade, parameters)
        yield Step(days, stability_days, difficulty, chance * share)
        shortest_days = days + 1


@lru_cache(maxsize=100)
def days_per_stability(settings: Settings) -> float:
    """The interval in days that a memory gets for each day of its stability."""
    return exact_interval_days(1.0, settings.retention, settings.parameters)


def _learned(
    memory: Memory, share: float, settings: Settings, within_days: int
) -> Iterator[Step]:
    """After a miss on the same day: one Good, a day above what a Hard would give."""
    parameters = settings.parameters
    hard_days = same_day_stability(memory.stability_days, Grade.HARD, parameters)
    good_days = same_day_stability(memory.stability_days, Grade.GOOD, parameters)
    days = _interval(good_days, _interval(hard_days, 1, settings) + 1, settings)
    if days < within_days:
        difficulty = next_difficulty(memory.difficulty, Grade.GOOD, parameters)
        yield Step(days, good_days, difficulty, share)


def _interval(stability_days: float, shortest_days: int, settings: Settings) -> int:
    """As `schedule` gives it without fuzz: the cap wins over the order."""
    days = round(stability_days * days_per_stability(settings))
    return min(settings.maximum_interval_days, max(shortest_days, days))
