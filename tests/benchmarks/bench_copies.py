"""What finding copies costs: `python -m tests.benchmarks.bench_copies`.

Prints seconds for decks of 10,000 cards, ordinary and hostile: all cards compared, and
one that changed compared with all.
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
    return {"ordinary": ordinary, **hostile, "long and much alike": _long(random)}


def _long(random: Random) -> list[tuple[str, str]]:
    """Answers of 300 words, of which each has one of its own."""
    words = [f"word{random.randrange(3000)}" for _ in range(300)]
    return [
        (
            f"Question {n}",
            " ".join([*words[: n % 300], f"own{n}", *words[n % 300 :]]),
        )
        for n in range(CARDS)
    ]


def table() -> Table:
    """Seconds and pairs found, for each deck."""
    rows: list[list[Cell]] = []
    for name, cards in decks().items():
        all_s, found = _timed(cards)
        one_s, _ = _timed(cards, [CARDS // 2])
        rows.append([name, all_s, found, one_s])
    columns = ["", "all, s", "pairs", "one changed, s"]
    return Table(f"Finding copies among {CARDS:,} cards", columns, rows)


def _timed(
    cards: list[tuple[str, str]], changed: list[int] | None = None
) -> tuple[float, int]:
    started = perf_counter()
    found = len(find_copies(cards, changed))
    return perf_counter() - started, found


if __name__ == "__main__":
    show(table())
