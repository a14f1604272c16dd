"""What pages cost as decks and the table of states grow.

One learner for each size of deck has seen all of it and has a day's cards due. Pages
and ratings are asked for in turn over one connection: first with a million states of
other learners in the table, then with ten.
"""

import dataclasses
import statistics
import sys
import time
from collections.abc import Iterator

from decks.models import Deck
from tests.benchmarks import plans, world
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.visitor import Visitor
from tests.benchmarks.wire import Line

DUE_CARDS, RATINGS, READS = 40, 30, 15
PAGES = ("study page", "rating + next card", "Today", "deck page")

YARDSTICK = "plain page"
"""Knows no decks: where it takes longer in one stage, that is the machine's doing."""

SLICE_STATES = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """Cards of each deck, states of others in each stage, passes within a stage."""

    deck_sizes: tuple[int, ...] = (47, 10_000, 100_000)
    others: tuple[int, ...] = (1_000_000, 10_000_000)
    passes: int = 8


QUICK = Plan((47, 1_000, 10_000), (100_000, 1_000_000), 3)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A learner with one deck, `due` of its cards due."""

    name: str
    deck: Deck
    learner: world.Learner
    due: int


def places(plan: Plan) -> list[Place]:
    """One for each size, and a last one who let everything fall due."""
    made = [
        _place(f"{size:,}", world.make_deck(f"Grown {size}", size), DUE_CARDS)
        for size in plan.deck_sizes
    ]
    largest = made[-1].deck
    return [*made, _place("all due", largest, largest.card_count)]


def _place(name: str, deck: Deck, due: int) -> Place:
    users = world.make_users(1, f"grower-{name}-".replace(" ", "-").replace(",", ""))
    world.enrol(users, deck, due=due)
    return Place(name, deck, world.sign_in(users)[0], due)


Seconds = dict[tuple[str, str, int], list[float]]
"""By page, place and states of others."""


def tables(port: int, plan: Plan) -> Iterator[Table]:
    """Median milliseconds, the growth, and how the statements find their rows."""
    grounds, taken, filled = places(plan), Seconds(), 0
    for stage in plan.others:
        _fill(grounds[-1].deck, filled, stage)
        filled = stage
        for key, seconds in _stage(port, grounds, stage, plan.passes).items():
            taken[key] = seconds
    yield _table(plan, grounds, taken)
    yield plans.table(grounds[-2].learner, grounds[-2].deck)


def _fill(deck: Deck, filled: int, wanted: int) -> None:
    started = time.monotonic()
    while filled < wanted:
        step = min(SLICE_STATES, wanted - filled)
        world.fill_others(deck, states=step, name=f"other{filled}-")
        filled += step
    world.settle_tables()
    seconds = time.monotonic() - started
    sys.stderr.write(f"{wanted:,} states of others, filled in {seconds:.0f} s\n")


def _stage(port: int, grounds: list[Place], others: int, passes: int) -> Seconds:
    line, taken = Line(port), Seconds()
    for number in range(passes + 1):
        for place in grounds:
            for page, seconds in _pass(line, place).items():
                if number:  # the first one warms up
                    taken.setdefault((page, place.name, others), []).extend(seconds)
    return taken


def _pass(line: Line, place: Place) -> dict[str, list[float]]:
    if place.due <= DUE_CARDS:
        world.due_again([place.learner], place.deck, due=place.due)
    visitor = Visitor(place.learner)
    line.follow(visitor.starting(place.deck.pk))
    return {
        YARDSTICK: line.follow(visitor.reading("/bench/page/", READS)),
        "study page": line.follow(visitor.reading(visitor.study_path, READS)),
        "rating + next card": line.follow(visitor.rating_on(RATINGS)),
        "Today": line.follow(visitor.reading("/", READS)),
        "deck page": line.follow(visitor.reading(f"/decks/{place.deck.pk}/", READS)),
    }


def _table(plan: Plan, grounds: list[Place], taken: Seconds) -> Table:
    names = [place.name for place in grounds]
    first, last = plan.others[0], plan.others[-1]

    def median(page: str, name: str, others: int) -> float:
        return statistics.median(taken[page, name, others]) * 1000

    def machine(others: int) -> float:
        return statistics.median(median(YARDSTICK, name, others) for name in names)

    slower = machine(last) / machine(first)
    rows: list[list[Cell]] = []
    for page in (YARDSTICK, *PAGES):
        for name in names:
            found = [median(page, name, others) for others in plan.others]
            growth = found[-1] / median(page, names[0], first)
            rows.append([f"{page}, {name}", *found, growth, growth / slower])
    return Table(
        "Growth: p50 over HTTP in ms, by cards in the deck and states of others",
        ["", *(f"{others:,}" for others in plan.others), "by smallest", "corrected"],
        rows,
        [
            f"by smallest: the larger table, by {names[0]} cards in the smaller one;"
            f" corrected: as if the {YARDSTICK} had taken the same time in both.",
            f"{DUE_CARDS} cards of each deck are due; all due: all {names[-2]} are.",
        ],
    )
