"""How the statements of each page find their rows: EXPLAIN of what the site sends."""

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection, transaction

from decks.models import Deck
from tests.benchmarks.inside import Inside, Statement
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.sql_alone import in_full
from tests.benchmarks.visitor import Asking, Visitor
from tests.benchmarks.world import Learner

GROWING = ("decks_reviewstate", "decks_review", "decks_card")
BY_LEARNER = ("decks_reviewstate", "decks_review")
_PLANNED = re.compile(r"(?i)\s*\(*(select|with|insert|update|delete)\b")


def table(learner: Learner, deck: Deck) -> Table:
    """For each page: statements, and what in their plans would grow with the tables."""
    visitor, inside = Visitor(learner), Inside()
    _end_sittings(learner)
    askings: dict[str, Asking] = {
        "begin a sitting": visitor.starting(deck.pk),
        "rating + next card": visitor.rating_on(1),
        "study page": _reading_study_page(visitor),
        "Today": visitor.reading("/", 1),
        "deck page": visitor.reading(f"/decks/{deck.pk}/", 1),
    }
    rows: list[list[Cell]] = []
    found: list[str] = []
    for page, asking in askings.items():
        noted = [s for s in inside.statements(asking) if _PLANNED.match(s.sql)]
        faults = [f"{page}: {fault}" for s in noted for fault in _faults(s)]
        rows.append([page, len(noted), len(faults)])
        found += faults
    return Table(
        "Plans in the largest deck: sequential scans, and scans over all learners",
        ["", "statements", "faults"],
        rows,
        found or ["Index scans only, of the learner's own rows."],
    )


def planning(asking: Asking) -> Table:
    """What planning each statement costs, and how many tables it names."""
    noted = [s for s in Inside().statements(asking) if _PLANNED.match(s.sql)]
    rows = []
    for statement in noted:
        sql = f"EXPLAIN (FORMAT JSON, SUMMARY) {in_full(statement)}"
        milliseconds = [_explain(sql)["Planning Time"] for _ in range(5)]
        tables = {node.get("Relation Name") for node in _nodes(_explain(sql)["Plan"])}
        rows.append([_beginning(statement), min(milliseconds), len(tables - {None})])
    return Table(
        "Planning a rating's statements",
        ["", "ms", "tables"],
        rows,
        ["Paid each time, unless the server keeps a plan for any values (generic)."],
    )


def _beginning(statement: Statement) -> str:
    return " ".join(statement.sql.split())[:60]


def _end_sittings(learner: Learner) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE decks_studysession SET ended_at = now() WHERE user_id = %s",
            [learner.user_id],
        )


def _reading_study_page(visitor: Visitor) -> Asking:
    # Known only once the sitting has begun.
    yield from visitor.reading(visitor.study_path, 1)


def _faults(statement: Statement) -> Iterator[str]:
    """In the plan for these values, and in the one for any values."""
    explained = {
        "values": f"EXPLAIN (FORMAT JSON) {in_full(statement)}",
        "generic": f"EXPLAIN (FORMAT JSON, GENERIC_PLAN) {_numbered(statement)}",
    }
    for kind, sql in explained.items():
        for node in _nodes(_explain(sql)["Plan"]):
            if fault := _fault(node):
                yield f"{kind} plan: {fault}: {_beginning(statement)}"


def _explain(sql: str) -> dict[str, Any]:
    connection.ensure_connection()
    # Client-side: EXPLAIN of a statement takes no parameters of its own.
    with transaction.atomic(), psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute(sql.encode())
        row = cursor.fetchone()
    assert row is not None
    found = row[0] if isinstance(row[0], list) else json.loads(row[0])
    plan: dict[str, Any] = found[0]
    return plan


def _numbered(statement: Statement) -> str:
    """The statement as it is prepared: $1, $2 and so on."""
    sql, given = statement.sql, statement.parameters
    if isinstance(given, dict):
        used = dict.fromkeys(re.findall(r"%\((\w+)\)s", sql))
        return sql % {name: f"${number}" for number, name in enumerate(used, 1)}
    return sql % tuple(f"${number}" for number in range(1, len(given or ()) + 1))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)


def _fault(node: dict[str, Any]) -> str:
    """What would grow with the table, in words; '' where nothing does."""
    name = node.get("Relation Name", "")
    if node["Node Type"] == "Seq Scan" and name in GROWING:
        return f"sequential scan of {name}"
    is_scan = "Scan" in node["Node Type"] and name in BY_LEARNER
    if is_scan and "user_id" not in node.get(
        "Index Cond", node.get("Recheck Cond", "")
    ):
        return f"{node.get('Index Name', node['Node Type'])} without the learner"
    return ""
