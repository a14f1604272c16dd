"""What a Postgres distributed by learner (Citus) asks for, read from schema and SQL.

Each rule returns what breaks it, in words. Learners' tables are those whose rows go
with a learner: what is derived from `LearnerRow`, and any other whose primary key
begins with the user. They would be distributed by `user_id`; all others (decks, cards,
groups, accounts) would be reference tables, whole on each machine.
"""

import ast
import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, models

from decks.study.models import LearnerRow
from tests.architecture_rules import Module

USER = "user_id"
CLOCK_WORDS = {
    *("now", "statement_timestamp", "transaction_timestamp", "age"),
    *("current_timestamp", "current_date", "current_time"),
    *("localtime", "localtimestamp"),
}
"""Not volatile for one machine, but not the same on two."""

BELONG_TO_NO_SHARD = {
    "ImportDraft": "a file looked at for a day, found by its own id",
    "Job": "a worker takes the next one, whoever asked for it",
    "SentImport": "belongs to its job, found by its own id",
    "MailChoice": "whose morning has come is asked of all of them at once",
}
"""Rows that go with a person and yet stay in a table that is not distributed."""

_CALLED = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(", re.IGNORECASE)
_WORD = re.compile(r"\b[a-z_]+\b", re.IGNORECASE)
_TEXT = re.compile(r"'(?:[^']|'')*'|--[^\n]*")
_WRITES = re.compile(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|FOR\s+[\w ]*UPDATE)\b")
_SET = re.compile(
    r"\bSET\b(.*?)(?=\b(?:WHERE|FROM|RETURNING)\b|$)", re.IGNORECASE | re.DOTALL
)
_SETS_USER = re.compile(r'(?:^|,)\s*"?user_id"?\s*=')
_SETS_USER_AMONG = re.compile(r"(?:\bSET|,)\s*\([^()]*\buser_id\b[^()]*\)\s*=")
_INNERMOST = re.compile(r"\([^()]*\)")


def learners_models() -> list[type[models.Model]]:
    """The models of learners' tables, by name."""
    found = [model for model in _models() if _is_learners(model)]
    return sorted(found, key=lambda model: model.__name__)


def _models() -> list[type[models.Model]]:
    return list(apps.get_app_config("decks").get_models())


def _is_learners(model: type[models.Model]) -> bool:
    key = model._meta.pk
    begins = isinstance(key, models.CompositePrimaryKey) and key.field_names[0] == USER
    return begins or issubclass(model, LearnerRow)


def learners_tables() -> list[str]:
    """Their names in the database."""
    return [model._meta.db_table for model in learners_models()]


def undecided(found: Iterable[type[models.Model]] | None = None) -> list[str]:
    """Models whose rows go when a person goes, and that are neither a learner's nor a
    group's nor named in BELONG_TO_NO_SHARD."""
    return [
        f"{model.__name__}: its rows go with a person; give it a key that begins with "
        "the user, or say in BELONG_TO_NO_SHARD why not"
        for model in (_models() if found is None else found)
        if _goes_with(model, "User")
        and not _is_learners(model)
        and not _goes_with(model, "StudyGroup")
        and model.__name__ not in BELONG_TO_NO_SHARD
    ]


def _goes_with(model: type[models.Model], name: str) -> bool:
    return any(
        isinstance(field, models.ForeignKey)
        and field.related_model.__name__ == name
        and field.remote_field.on_delete is models.CASCADE
        for field in model._meta.local_fields
    )


# --- the schema ----------------------------------------------------------------------


def _rows(sql: str, *parameters: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [tuple(map(str, row)) for row in cursor.fetchall()]


def keys_without_user(tables: list[str]) -> list[str]:
    """Primary keys and unique constraints of these tables that leave the user out."""
    found = _rows(
        """
        SELECT i.indrelid::regclass, i.indexrelid::regclass FROM pg_index i
        WHERE i.indrelid::regclass::text = ANY(%s) AND (i.indisunique
            OR i.indisexclusion) AND NOT EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid
                    AND a.attname = 'user_id' AND a.attnum = ANY(
                        (i.indkey::int2[])[0:i.indnkeyatts - 1]
                    )
            )
        ORDER BY 1, 2
        """,
        tables,
    )
    return [f"{table}: {key} is unique without the user" for table, key in found]


def tables_without_key(tables: list[str]) -> list[str]:
    """Those of these tables that have no primary key at all."""
    found = _rows(
        """
        SELECT t.name FROM unnest(%s::text[]) AS t(name) WHERE NOT EXISTS (
            SELECT FROM pg_index WHERE indrelid = t.name::regclass AND indisprimary
        )
        """,
        tables,
    )
    return [f"{table} has no primary key" for (table,) in found]


def triggers() -> list[str]:
    """Triggers and rewrite rules of the site's tables, whosever."""
    found = _rows(
        """
        SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT r.ev_class::regclass, r.rulename FROM pg_rewrite r
        JOIN pg_class c ON c.oid = r.ev_class AND c.relkind = 'r'
        """
    )
    return [f"{table} has the trigger {name}" for table, name in found]


def references_to_learners(tables: list[str]) -> list[str]:
    """Foreign keys, of whatever table, to a row of these."""
    found = _rows(
        """
        SELECT conrelid::regclass, confrelid::regclass, conname FROM pg_constraint
        WHERE contype = 'f' AND confrelid::regclass::text = ANY(%s)
        """,
        tables,
    )
    return [f"{table} refers to {other}: {name}" for table, other, name in found]


def volatile_defaults(tables: list[str]) -> list[str]:
    """Columns of these tables that the database fills by itself, differently each time:
    sequences, identities, random values, the clock."""
    found = _rows(
        """
        SELECT a.attrelid::regclass, a.attname, a.attidentity,
            coalesce(pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_attribute a
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid::regclass::text = ANY(%s) AND a.attnum > 0
        """,
        tables,
    )
    return [
        f"{table}.{column} is filled by the database: {expression or 'identity'}"
        for table, column, identity, expression in found
        if identity or unrepeatable_words(expression)
    ]


# --- statements ----------------------------------------------------------------------


def volatile_functions() -> set[str]:
    """What the database itself calls volatile, by name."""
    return {
        name
        for (name,) in _rows(
            "SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v'"
        )
    }


def unrepeatable_words(sql: str) -> list[str]:
    """What in it gives another value each time or on each machine."""
    plain = _TEXT.sub("''", sql).lower()
    called, volatile = set(_CALLED.findall(plain)), volatile_functions()
    clocks = set(_WORD.findall(plain)) & (CLOCK_WORDS - {"now", "age"})
    return sorted(called & (volatile | CLOCK_WORDS) | clocks)


def writes(sql: str) -> bool:
    """Whether it changes or locks rows."""
    return bool(_WRITES.search(_TEXT.sub("''", sql).upper()))


def touched(sql: str, tables: Iterable[str]) -> list[str]:
    """Which of these tables it names."""
    words = set(_WORD.findall(sql))
    return [table for table in tables if table in words]


def unrepeatable(sql: str) -> list[str]:
    """What a writing statement must not ask the database for."""
    if not writes(sql):
        return []
    return [f"{word} in a statement that writes" for word in unrepeatable_words(sql)]


def without_user(sql: str, tables: Iterable[str]) -> list[str]:
    """The learners' tables that a statement names without saying whose rows."""
    named = touched(sql, tables)
    return [] if USER in sql else [f"{table} without the user" for table in named]


def moves_rows(sql: str) -> list[str]:
    """An UPDATE, or what an INSERT does on conflict, that gives a row to another."""
    levels = list(_levels(_TEXT.sub("''", sql)))
    among = any(_SETS_USER_AMONG.search(level) for level in levels[:1])
    alone = any(
        _SETS_USER.search(assigned.strip())
        for level in levels
        for assigned in _SET.findall(level)
    )
    return ["an update changes a row's user"] if among or alone else []


def _levels(sql: str) -> Iterator[str]:
    """The statement, and what stands in each pair of brackets, without those inside:
    a subquery's FROM does not end the SET around it."""
    yield sql
    while inner := _INNERMOST.search(sql):
        yield inner[0].strip("()")
        sql = f"{sql[: inner.start()]} ? {sql[inner.end() :]}"
    yield sql


def statements_of(module: Module) -> Iterator[str]:
    """The texts in its source that write in SQL; parts of an f-string joined."""
    parts_of_others: set[int] = set()
    for node in ast.walk(module.tree):
        text = ""
        if isinstance(node, ast.Constant) and id(node) not in parts_of_others:
            text = str(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts_of_others |= set(map(id, node.values))
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}"
                for part in node.values
            )
        if _WRITES.search(text) and re.search(r"\b(SET|VALUES|SELECT|WHERE)\b", text):
            yield text


def updates_of_user(module: Module) -> list[str]:
    """Calls of `update(user=…)` and `bulk_update(…, ["user"])`."""
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        names: set[object] = set()
        if node.func.attr == "update":
            names = {keyword.arg for keyword in node.keywords}
        elif node.func.attr == "bulk_update":
            names = {
                each.value for each in ast.walk(node) if isinstance(each, ast.Constant)
            }
        if names & {"user", USER}:
            found.append(f"{module.name}:{node.lineno} changes a row's user")
    return found
