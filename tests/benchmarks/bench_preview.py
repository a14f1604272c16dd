"""What a preview costs: `python -m tests.benchmarks.bench_preview`.

Prints seconds for a text of 10,000 cards: read, planned, and its first page of rows;
into a new deck, and into a deck that has 10,000 cards already. No database is asked:
reading those cards from it comes on top (one statement).
"""

import csv
import io
from collections.abc import Callable
from random import Random
from time import perf_counter
from typing import TypeVar

from decks.transfer import formats
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Choices, plan_import
from decks.transfer.preview_rows import page_of
from tests.benchmarks.report import Cell, Table, show
from tests.transfer.pages import TAIL, page

CARDS = 10_000
WORDS_QUESTION, WORDS_ANSWER = 8, 30
ROUNDS = 5

Sides = tuple[str, str]
_T = TypeVar("_T")


def sides() -> list[Sides]:
    """Question and answer of each card, all different."""
    random, words = Random(1), [f"word{n}" for n in range(3000)]
    return [
        (
            " ".join(random.choices(words, k=WORDS_QUESTION)) + f" {n}?",
            " ".join(random.choices(words, k=WORDS_ANSWER)),
        )
        for n in range(CARDS)
    ]


def files(cards: list[Sides]) -> dict[str, bytes]:
    """By format: the cards as a file."""
    table = io.StringIO()
    csv.writer(table).writerows([("Question", "Answer"), *cards])
    return {
        "Brainscape": page(cards, tail=TAIL).encode(),
        "CSV": table.getvalue().encode(),
    }


def decks(cards: list[Sides]) -> dict[str, list[KnownCard] | None]:
    """By name: a new deck, the same one, one with other answers, a strange one."""
    return {
        "a new deck": None,
        "the same deck": _known(cards),
        "all answers other": _known([(q, f"{a} once") for q, a in cards]),
        "a strange deck": _known([(q[::-1], a[::-1]) for q, a in cards]),
    }


def _known(cards: list[Sides]) -> list[KnownCard]:
    return [KnownCard(n, n, q, a) for n, (q, a) in enumerate(cards, start=1)]


def table() -> Table:
    """Seconds, the best of ROUNDS: of reading, planning and the first rows."""
    rows: list[list[Cell]] = []
    cards = sides()
    known = decks(cards)
    for name, data in files(cards).items():
        for into, deck in known.items():
            rows.append([f"{name} into {into}", *_timed(data, deck)])
    columns = ["", "read, s", "plan, s", "first page, s", "all, s"]
    return Table(f"Preview of {CARDS:,} cards", columns, rows)


def _timed(data: bytes, known: list[KnownCard] | None) -> list[Cell]:
    read_s, parsed = _best(lambda: formats.read(data))
    plan_s, plan = _best(lambda: plan_import(parsed.cards, known, Choices()))
    rows_s, _ = _best(lambda: (plan.mark, page_of(plan, parsed.problems, "all", 0)))
    return [read_s, plan_s, rows_s, read_s + plan_s + rows_s]


def _best(work: Callable[[], _T]) -> tuple[float, _T]:
    spent = []
    for _ in range(ROUNDS):
        started = perf_counter()
        result = work()
        spent.append(perf_counter() - started)
    return min(spent), result


if __name__ == "__main__":
    show(table())
