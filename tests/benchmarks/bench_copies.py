"""What finding copies costs: `python -m tests.benchmarks.bench_copies`.

Prints seconds for decks of 10,000 cards, ordinary and hostile.
"""

from random import Random
from time import perf_counter

from decks.cards.copies import find_copies
from tests.benchmarks.report import Cell, Table, show
from tests.cards.test_copies import HOSTILE

CARDS = 10_000


def decks() -> dict[str, list[tuple[str, str]]]:
    """By name: question and answer of each card."""
    random, words = Random(1), [f"word{n}" for n in range(3000)]
    ordinary = [
        (" ".join(random.choices(words, k=8)), " ".join(random.choices(words, k=60)))
        for _ in range(CARDS)
    ]
    hostile = {
        name: [(q.format(n=n), a.format(n=n)) for n in range(CARDS)]
        for name, (q, a) in HOSTILE.items()
    }
    return {"ordinary": ordinary, **hostile}


def table() -> Table:
    """Seconds and pairs found, for each deck."""
    rows: list[list[Cell]] = []
    for name, cards in decks().items():
        started = perf_counter()
        found = len(find_copies(cards))
        rows.append([name, perf_counter() - started, found])
    return Table(f"Finding copies among {CARDS:,} cards", ["", "s", "pairs"], rows)


if __name__ == "__main__":
    show(table())
