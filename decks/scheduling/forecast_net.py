"""A net over all memories: what becomes of a card is worked out once for each node.

A node is a stability, a difficulty and the days since the last review. Its future is
how often a card that is answered there today will be due on each day from today on. The
net grows as it is asked; what it has learned holds for every learner with its settings.

Between nodes things are spread as cards are: an interval near the middle of two days is
shared out to both, and a difficulty between two nodes to both.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import exp, floor, log
from typing import NamedTuple

from decks.scheduling.forecast_steps import Step, days_per_stability, steps_after
from decks.scheduling.fsrs import (
    DIFFICULTY_MAX,
    DIFFICULTY_MIN,
    STABILITY_MAX_DAYS,
    STABILITY_MIN_DAYS,
    Memory,
)
from decks.scheduling.schedule import Settings

# Nodes lie where they tell cards apart: by magnitude up to an interval of three days,
# then evenly, and by magnitude again where a card that is recalled comes back after the
# last day.
_EVEN_FROM_DAYS = 3.0
_NODES_BY_MAGNITUDE = 8
_NODES_BY_DAY = 2
_NODES_FAR = 8
# A recall gains by 11 - D (`fsrs.recall_stability`): so many nodes for its magnitudes.
_NODES_BY_EASE = 4
_ELAPSED_WHOLE_BELOW_DAYS = 8
_ELAPSED_BY_MAGNITUDE = 10
_INTERVAL_SPREAD = 0.15
"""How far around the middle of two days an interval is shared out, as a part of it."""


class Node(NamedTuple):
    """Places in the net, and whole days."""

    stability_place: int
    ease_place: int
    elapsed_days: int


class Taken(NamedTuple):
    """A step to a node: there in so many days, in this share of all answers."""

    days: int
    node: Node
    share: float


class Net:
    """The futures of so many days under these settings. Adds whole nodes only, so that
    threads may share it."""

    def __init__(self, settings: Settings, days: int) -> None:
        self.settings = settings
        self.days = days
        self.futures: dict[Node, tuple[float, ...]] = {}
        self._scale = days_per_stability(settings)
        self._far_from_days = max(float(days), _EVEN_FROM_DAYS)
        self._far_place = _NODES_BY_DAY * (self._far_from_days - _EVEN_FROM_DAYS)

    def learn(self, nodes: Iterable[Node]) -> None:
        """Work out the futures of these nodes, and of all that they lead to."""
        taken = self._reached(nodes)
        new = {node: [1.0] for node in taken}
        links = [
            (
                new[node],
                [
                    (s.days, new.get(s.node) or self.futures[s.node], s.share)
                    for s in steps
                ],
            )
            for node, steps in taken.items()
        ]
        # Day by day, as every step takes one at least.
        for day in range(1, self.days):
            for future, steps in links:
                future.append(
                    sum(
                        share * after[day - ahead]
                        for ahead, after, share in steps
                        if ahead <= day
                    )
                )
        self.futures.update((node, tuple(future)) for node, future in new.items())

    def future_of(self, steps: Iterable[Taken]) -> list[float]:
        """The future of a card that takes these steps; their nodes are learned."""
        future = [1.0] + [0.0] * (self.days - 1)
        for ahead, node, share in steps:
            for day, often in enumerate(self.futures[node][: self.days - ahead], ahead):
                future[day] += share * often
        return future

    def taken(self, steps: Iterable[Step]) -> Iterator[Taken]:
        """Each step to the nodes around where it leads."""
        for step in steps:
            place = round(self._place(step.stability_days))
            for ease, share in _around(_ease(step.difficulty)):
                yield Taken(step.days, Node(place, ease, step.days), share * step.share)

    def nearest(self, memory: Memory, elapsed_days: float) -> Node:
        """The node for a card that is answered after so many days."""
        if elapsed_days >= _ELAPSED_WHOLE_BELOW_DAYS:
            place = round(_ELAPSED_BY_MAGNITUDE * log(elapsed_days))
            elapsed_days = exp(place / _ELAPSED_BY_MAGNITUDE)
        return Node(
            round(self._place(memory.stability_days)),
            round(_ease(memory.difficulty)),
            round(elapsed_days),
        )

    def _reached(self, nodes: Iterable[Node]) -> dict[Node, list[Taken]]:
        """The steps from these nodes and from all after them that are not known yet."""
        reached: dict[Node, list[Taken]] = {}
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in reached and node not in self.futures:
                reached[node] = list(self.taken(self._spread(self._steps(node))))
                waiting += [step.node for step in reached[node]]
        return reached

    def _steps(self, node: Node) -> Iterator[Step]:
        memory = self._memory(node)
        return steps_after(memory, node.elapsed_days, self.settings, self.days)

    def _spread(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Steps whose interval lies near the middle of two days, on both of them."""
        for step in steps:
            exact = step.stability_days * self._scale
            below = floor(exact)
            longest = step.days >= self.settings.maximum_interval_days
            if longest or round(exact) != step.days or not below:
                yield step  # What decided was the longest, or the order of the levels.
                continue
            width = min(1.0, _INTERVAL_SPREAD * exact)
            above = min(1.0, max(0.0, 0.5 + (exact - below - 0.5) / width))
            for days, part in ((below, 1 - above), (below + 1, above)):
                if part and days < self.days:
                    yield step._replace(days=days, share=step.share * part)

    def _place(self, stability_days: float) -> float:
        days = stability_days * self._scale
        if days < _EVEN_FROM_DAYS:
            return _NODES_BY_MAGNITUDE * log(days / _EVEN_FROM_DAYS)
        if days < self._far_from_days:
            return _NODES_BY_DAY * (days - _EVEN_FROM_DAYS)
        return self._far_place + _NODES_FAR * log(days / self._far_from_days)

    def _memory(self, node: Node) -> Memory:
        place = node.stability_place
        if place < 0:
            days = _EVEN_FROM_DAYS * exp(place / _NODES_BY_MAGNITUDE)
        elif place < self._far_place:
            days = _EVEN_FROM_DAYS + place / _NODES_BY_DAY
        else:
            far = (place - self._far_place) / _NODES_FAR
            days = self._far_from_days * exp(far)
        difficulty = 11 - exp(node.ease_place / _NODES_BY_EASE)
        return Memory(
            min(max(days / self._scale, STABILITY_MIN_DAYS), STABILITY_MAX_DAYS),
            min(max(difficulty, DIFFICULTY_MIN), DIFFICULTY_MAX),
        )


def _ease(difficulty: float) -> float:
    return _NODES_BY_EASE * log(11 - difficulty)


def _around(place: float) -> Sequence[tuple[int, float]]:
    """The places on both sides, each with its share."""
    below = floor(place)
    above = place - below
    return ((below, 1 - above), (below + 1, above)) if above else ((below, 1.0),)
