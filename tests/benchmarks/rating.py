"""A rating with the next card over HTTP, beside a plain signed-in page and bare SQL.

One round measures each of them for some seconds, one after the other, and rounds
follow each other: what the machine does meanwhile falls on all of them.
"""

import dataclasses
import statistics
from collections.abc import Callable, Iterator, Sequence

from decks.models import Deck
from tests.benchmarks import sql_alone, world
from tests.benchmarks.report import Table, percentile
from tests.benchmarks.visitor import Asker, Asking, Visitor
from tests.benchmarks.wire import Line, Load, load

CONNECTIONS = (1, 16)
LEARNERS = 32
DECKS = 24
DUE_CARDS = 60
RATINGS_A_SITTING = 50
RATING, PAGE, PAGE_POSTED, SQL = "rating + next card", "page", "page, POST", "bare SQL"


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure: rounds, and seconds of each stretch within one."""

    rounds: int = 7
    seconds: float = 4.0


class Ground:
    """The learners and the decks that they have not studied yet."""

    def __init__(self) -> None:
        users = world.make_users(LEARNERS, "rater")
        self.decks = [
            world.make_deck(f"Rated {n}", DUE_CARDS + 40) for n in range(DECKS)
        ]
        for deck in self.decks:
            world.enrol(users, deck, due=DUE_CARDS)
        self.learners = world.sign_in(users)
        world.settle_tables()
        self._sittings = self._all_sittings()

    def _all_sittings(self) -> Iterator[tuple[Visitor, Deck]]:
        for deck in self.decks:
            for learner in self.learners:
                yield Visitor(learner), deck

    def started(self, line: Asker) -> Visitor:
        """The next learner with a new sitting, at its first card."""
        visitor, deck = next(self._sittings)
        line.follow(visitor.starting(deck.pk))
        return visitor


def rating_askings(ground: Ground, lines: Sequence[Line]) -> list[Asking]:
    """Ratings for each line, from sittings begun beforehand, several to a line."""
    many = max(2, 16 // len(lines))
    return [
        _one_after_the_other([ground.started(line) for _ in range(many)])
        for line in lines
    ]


def _one_after_the_other(visitors: Sequence[Visitor]) -> Asking:
    for visitor in visitors:
        yield from visitor.rating_on(RATINGS_A_SITTING)


def page_askings(ground: Ground, lines: Sequence[Line], size: int) -> list[Asking]:
    """The plain page, each line another learner."""
    path = f"/bench/page/?bytes={size}"
    visitors = [Visitor(learner) for learner in ground.learners[: len(lines)]]
    for visitor, line in zip(visitors, lines, strict=True):
        visitor.take_page(line.ask(visitor.get(path)))
    return [visitor.reading(path, 1_000_000) for visitor in visitors]


def posted_askings(ground: Ground, lines: Sequence[Line], size: int) -> list[Asking]:
    """The plain page as the reply to a form as long as a rating's."""
    path = f"/bench/page/?bytes={size}"
    askings = []
    for learner, line in zip(ground.learners, lines, strict=False):
        visitor = Visitor(learner)
        visitor.take_page(line.ask(visitor.get(path)))
        askings.append(_posting(visitor, path))
    return askings


def _posting(visitor: Visitor, path: str) -> Asking:
    filled = {"rating_id": "0" * 36, "card": "5100001", "confidence": "4"}
    while True:
        form = visitor.fields | filled
        visitor.take_page((yield visitor.post(path, form, is_swap=True)))


def reply_bytes(ground: Ground, port: int) -> int:
    """How long the reply to a rating is."""
    line = Line(port)
    visitor = ground.started(line)
    reply = line.ask(visitor.rating())
    visitor.take_card(reply)
    return len(reply.body)


def measured(
    port: int, plan: Plan
) -> tuple[dict[tuple[str, int], list[Load]], int, str]:
    """Loads of all rounds by what and how many connections; reply's bytes; a note."""
    ground = Ground()
    lines = [Line(port) for _ in range(max(CONNECTIONS))]
    size = reply_bytes(ground, port)
    bare, note = sql_alone.prepared_load()
    kinds: dict[str, Callable[[Sequence[Line]], list[Asking]]] = {
        PAGE: lambda some: page_askings(ground, some, size),
        RATING: lambda some: rating_askings(ground, some),
        PAGE_POSTED: lambda some: posted_askings(ground, some, size),
    }
    loads: dict[tuple[str, int], list[Load]] = {}
    for _ in range(plan.rounds):
        for count in CONNECTIONS:
            for kind, askings in kinds.items():
                some = lines[:count]
                taken = load(some, askings(some), plan.seconds)
                loads.setdefault((kind, count), []).append(taken)
            if bare is not None:
                loads.setdefault((SQL, count), []).append(bare(count, plan.seconds))
    return loads, size, note


def ratio(
    loads: dict[tuple[str, int], list[Load]], kind: str, base: str, count: int
) -> float:
    """Median over rounds of `kind`'s rate by `base`'s of the same round."""
    pairs = zip(loads[kind, count], loads[base, count], strict=True)
    return statistics.median(a.per_second / b.per_second for a, b in pairs)


def table(port: int, plan: Plan) -> Table:
    """The rows at 1 and 16 connections, medians over the rounds."""
    loads, size, note = measured(port, plan)
    rows = []
    for (kind, count), taken in sorted(loads.items(), key=lambda it: (it[0][1], it[0])):
        rate = statistics.median(one.per_second for one in taken)
        marks = [
            statistics.median(percentile(one.latencies, share) for one in taken) * 1000
            for share in (0.5, 0.95, 0.99)
        ]
        share = 100 * ratio(loads, kind, PAGE, count)
        client = statistics.median(one.client_us for one in taken) or ""
        rows.append([f"{kind}, {count}", rate, *marks, share, client])
    return Table(
        "Rating over HTTP (name, connections)",
        ["", "req/s", "p50 ms", "p95 ms", "p99 ms", "% of page", "client µs"],
        rows,
        [
            f"{plan.rounds} interleaved rounds of {plan.seconds:g} s each, medians.",
            f"page: signed-in view, same middleware, Django template of {size} bytes.",
            "client µs: processor time of the measuring client for each request.",
            note,
        ],
    )
