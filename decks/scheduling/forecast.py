"""How many cards will fall due on each of the coming days, if each is studied then.

Pure. A card that is due is answered on that day at its R: recalled with that chance,
then Hard, Good or Easy as often as RECALLED_SHARES says; missed, it is learned again on
the same day (Again, then one Good). It comes back after the interval of the memory that
this leaves, without fuzz. New cards are not in it. What comes out is a prediction, and
is always called one.

Cards come in piles, so that the work hardly grows with them. Beside every card's own
tree of answers a month's sum is off by less than 1 %, and a day by a few per cent: less
than what chance does to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from decks.scheduling.forecast_net import Net
from decks.scheduling.forecast_steps import days_per_stability, steps_after
from decks.scheduling.fsrs import Memory
from decks.scheduling.schedule import Settings

_EXACT_PILES = 100

__all__ = ["Pile", "days_per_stability", "expected_due"]


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards that are due in so many study days (0 for today and overdue): their mean
    stability in days and difficulty, and the study days that will have passed since
    their last one when they are answered (0: it is today).

    `are_alike` says that they all have this memory, as after one first rating.
    """

    due_in_days: int
    count: int
    stability_days: float
    difficulty: float
    elapsed_days: float
    are_alike: bool = True

    @property
    def memory(self) -> Memory:
        return Memory(self.stability_days, self.difficulty)


def expected_due(piles: Iterable[Pile], settings: Settings, days: int) -> list[float]:
    """Cards due on each of so many days, today first; one counts once on each of them.

    The largest piles of cards that are alike take their first step from where they
    are, all others from the nearest node of the net.
    """
    shown = [pile for pile in piles if pile.due_in_days < days]
    shown.sort(key=lambda pile: (not pile.are_alike, -pile.count))
    alike = sum(pile.are_alike for pile in shown[:_EXACT_PILES])
    net = _net(settings, days)
    futures = [*_from_there(net, shown[:alike]), *_from_nodes(net, shown[alike:])]
    # A pile's days count from its own first one.
    by_start = [[0.0] * (days - start) for start in range(days)]
    for pile, future in zip(shown, futures, strict=True):
        start, count = pile.due_in_days, pile.count
        have = by_start[start]
        # Futures are as long as the whole time: a pile that is due later takes less.
        by_start[start] = [a + count * b for a, b in zip(have, future, strict=False)]
    return [
        sum(by_start[start][day - start] for start in range(day + 1))
        for day in range(days)
    ]


def _from_nodes(net: Net, piles: Sequence[Pile]) -> list[Sequence[float]]:
    nodes = [net.nearest(pile.memory, pile.elapsed_days) for pile in piles]
    net.learn(nodes)
    return [net.futures[node] for node in nodes]


def _from_there(net: Net, piles: Sequence[Pile]) -> list[Sequence[float]]:
    answered = [
        list(steps_after(pile.memory, pile.elapsed_days, net.settings, net.days))
        for pile in piles
    ]
    net.learn(step.node for steps in answered for step in net.taken(steps))
    return [net.future_of(net.taken(steps)) for steps in answered]


@lru_cache(maxsize=8)  # PERFORMANCE: of 30 days one takes about 3 MB.
def _net(settings: Settings, days: int) -> Net:
    return Net(settings, days)
