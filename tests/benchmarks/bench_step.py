"""What the scheduler's pure parts cost: `python -m tests.benchmarks.bench_step`.

Prints microseconds per call, the best of five rounds: the machine's noise only adds.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from random import Random
from timeit import repeat
from typing import Any

from decks.scheduling.fsrs import Memory, interval_days, next_memory, retrievability
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Grade
from decks.scheduling.schedule import NEW_CARD, Settings, answer, outcomes
from decks.scheduling.study_days import StudyCalendar
from tests.benchmarks.report import Cell, Table, show

ROUNDS = 5
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def measured() -> dict[str, tuple[Callable[[], object], int]]:
    """By name: a call, and how often one round makes it."""
    random, calendar = Random(1), StudyCalendar("Europe/Berlin")
    steps = cycle(
        [
            (
                Memory(10 ** random.uniform(-1, 3), random.uniform(1, 10)),
                random.choice(list(Grade)),
                random.choice([0, random.randint(1, 300)]),
            )
            for _ in range(1000)
        ]
    )
    rating: dict[str, Any] = {
        "now": NOW,
        "calendar": calendar,
        "settings": Settings(),
        "quantile": 0.3,
    }
    state = answer(NEW_CARD, 4, **rating).state
    return {
        "step: next S and D": (lambda: next_memory(*next(steps)), 100_000),
        "retrievability": (lambda: retrievability(12.5, 9), 100_000),
        "interval in days": (lambda: interval_days(12.5, 0.9), 100_000),
        "fuzz quantile": (lambda: quantile(1, 2, 0, 3), 100_000),
        "study day": (lambda: calendar.day_of(NOW), 20_000),
        "five tiles": (lambda: outcomes(state, **rating), 5_000),
        "one rating": (lambda: answer(state, 4, **rating), 5_000),
    }


def table() -> Table:
    """Microseconds for each call."""
    rows: list[list[Cell]] = []
    for name, (call, times) in measured().items():
        best_seconds = min(repeat(call, number=times, repeat=ROUNDS)) / times
        rows.append([name, best_seconds * 1e6])
    return Table("The scheduler's pure parts", ["", "µs"], rows)


if __name__ == "__main__":
    show(table())
