"""How many cards will fall due on each of the coming days, if each is studied then.

Pure. A card that is due is answered on that day at its R: recalled with that chance,
then Hard, Good or Easy as often as RECALLED_SHARES says; missed, it is learned again on
the same day (Again, then one Good). It comes back after the interval of the memory that
this leaves, without fuzz. New cards are not in it. What comes out is a prediction, and
is always called one.

Cards come in piles of such as are alike. What a pile's first answer leaves is exact for
its mean memory; later ones go on from the nodes of a net (stability by magnitude,
difficulty, elapsed days), each memory shared out to the two nodes around its stability.
So the work does not grow with the cards: the tests hold it beside every card's own tree
of answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp, floor, log
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

FORECAST_MAX_DAYS = 60

_NODES_A_MAGNITUDE = 12
"""Nodes for each e-fold of stability, so 8 % apart."""
_NODES_A_DIFFICULTY = 1


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards that are alike: due in so many study days (0 for today and overdue), their
    mean stability in days and difficulty, and the study days that will have passed
    since their last one when they are answered (0: it is today)."""

    due_in_days: int
    count: int
    stability_days: float
    difficulty: float
    elapsed_days: float


class _Node(NamedTuple):
    stability_place: int
    difficulty_place: int
    elapsed_days: int


class _Next(NamedTuple):
    """Where an answer leads: the interval in days, the memory, and how often."""

    days: int
    stability_days: float
    difficulty: float
    share: float


def expected_due(piles: Iterable[Pile], settings: Settings, days: int) -> list[float]:
    """Cards due on each of so many days, today first. ValueError above the maximum.

    A card counts once on each day on which it is due.
    """
    if days > FORECAST_MAX_DAYS:
        message = f"{days} days are too far ahead, {FORECAST_MAX_DAYS} are the most"
        raise ValueError(message)
    due = [0.0] * days
    coming: list[dict[_Node, float]] = [{} for _ in range(days)]
    for pile in piles:
        if pile.due_in_days >= days:
            continue
        due[pile.due_in_days] += pile.count
        left = days - pile.due_in_days
        memory = Memory(pile.stability_days, pile.difficulty)
        for step in _answers(memory, pile.elapsed_days, settings, left):
            nodes = coming[pile.due_in_days + step.days]
            for node, share in _nodes(step):
                nodes[node] = nodes.get(node, 0.0) + pile.count * share
    for day, nodes in enumerate(coming):
        due[day] += sum(nodes.values())
        left = days - day
        for node, cards in nodes.items():
            for ahead, target, share in _from_node(node, settings):
                if ahead < left:
                    later = coming[day + ahead]
                    later[target] = later.get(target, 0.0) + cards * share
    return due


@lru_cache(maxsize=10_000)
def _from_node(node: _Node, settings: Settings) -> tuple[tuple[int, _Node, float], ...]:
    """Days ahead, node and share of all that an answer at this node leads to."""
    memory = Memory(
        exp(node.stability_place / _NODES_A_MAGNITUDE),
        node.difficulty_place / _NODES_A_DIFFICULTY,
    )
    steps = _answers(memory, node.elapsed_days, settings, FORECAST_MAX_DAYS)
    return tuple(
        (step.days, target, share) for step in steps for target, share in _nodes(step)
    )


def _nodes(step: _Next) -> Iterator[tuple[_Node, float]]:
    """The two nodes around a memory, each with its share."""
    place = log(step.stability_days) * _NODES_A_MAGNITUDE
    below = floor(place)
    upper = place - below
    difficulty = round(step.difficulty * _NODES_A_DIFFICULTY)
    yield _Node(below, difficulty, step.days), step.share * (1 - upper)
    yield _Node(below + 1, difficulty, step.days), step.share * upper


def _answers(
    memory: Memory, elapsed_days: float, settings: Settings, within: int
) -> Iterator[_Next]:
    """What an answer may lead to in fewer than `within` days."""
    if elapsed_days < 1:
        yield from _learned(memory, 1.0, settings, within)
        return
    parameters = settings.parameters
    chance = retrievability(memory.stability_days, elapsed_days, parameters)
    missed = later_stability(memory, Grade.AGAIN, chance, parameters)
    harder = next_difficulty(memory.difficulty, Grade.AGAIN, parameters)
    yield from _learned(Memory(missed, harder), 1 - chance, settings, within)
    shortest = 1
    for grade, share in RECALLED_SHARES:
        stability = later_stability(memory, grade, chance, parameters)
        days = _interval(stability, shortest, settings)
        if days >= within:
            return
        difficulty = next_difficulty(memory.difficulty, grade, parameters)
        yield _Next(days, stability, difficulty, chance * share)
        shortest = days + 1


def _learned(
    memory: Memory, chance: float, settings: Settings, within: int
) -> Iterator[_Next]:
    """After a miss on the same day: one Good, a day above what a Hard would give."""
    parameters = settings.parameters
    hard = same_day_stability(memory.stability_days, Grade.HARD, parameters)
    stability = same_day_stability(memory.stability_days, Grade.GOOD, parameters)
    days = _interval(stability, _interval(hard, 1, settings) + 1, settings)
    if days < within:
        difficulty = next_difficulty(memory.difficulty, Grade.GOOD, parameters)
        yield _Next(days, stability, difficulty, chance)


def _interval(stability_days: float, shortest: int, settings: Settings) -> int:
    per_day = days_per_stability(settings)
    days = max(shortest, round(stability_days * per_day))
    return min(settings.maximum_interval_days, days)


@lru_cache(maxsize=100)
def days_per_stability(settings: Settings) -> float:
    """The interval in days that a memory gets for each day of its stability."""
    return exact_interval_days(1.0, settings.retention, settings.parameters)
