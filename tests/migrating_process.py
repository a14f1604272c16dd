"""The schema there and back, step by step, in a process and a database of its own.

On the demo. Prints one JSON object: the `steps` that were taken each way, how many
`rows` were compared, and `differing`, the tables whose rows were others afterwards.
"""

import io
import json
import sys
from typing import Any

import django

OLDEST = "0002_study_options_marks_and_counters"
"""0001 was never given to anybody, and has no room for what a learner decides of a card
(mark, set aside, suspend): going back to it forgets that."""

COLUMNS = """
SELECT table_name, array_agg(column_name::text)
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name LIKE 'decks\\_%'
GROUP BY table_name"""

Rows = dict[str, list[dict[str, Any]]]


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("make_demo", stdout=io.StringIO())
    steps, before = _steps(), _rows(_columns())
    for name in reversed(steps):
        call_command("migrate", "decks", name, verbosity=0)
    kept = _columns()
    oldest = _rows(kept)
    for name in steps[1:]:
        call_command("migrate", "decks", name, verbosity=0)
    call_command("migrate", verbosity=0)
    after = _rows(kept)
    differing = [
        name
        for name, columns in kept.items()
        if not _part(before[name], columns) == oldest[name] == after[name]
    ]
    row_count = sum(map(len, after.values()))
    told = {"steps": steps[1:], "rows": row_count, "differing": differing}
    sys.stdout.write(json.dumps(told))


def _steps() -> list[str]:
    """From the oldest on, in order."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    names = sorted(
        name
        for app, name in MigrationLoader(connection).disk_migrations
        if app == "decks"
    )
    return names[names.index(OLDEST) :]


def _columns() -> dict[str, list[str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return dict(cursor.fetchall())


def _rows(columns: dict[str, list[str]]) -> Rows:
    """Every row of these tables, as text, in one order."""
    from django.db import connection

    rows = {}
    with connection.cursor() as cursor:
        for table in columns:
            cursor.execute(f"SELECT to_jsonb({table})::text FROM {table}")
            whole = [json.loads(row) for (row,) in cursor.fetchall()]
            rows[table] = _part(whole, columns[table])
    return rows


def _part(rows: list[dict[str, Any]], columns: list[str]) -> list[dict[str, Any]]:
    cut = [{name: row[name] for name in columns if name in row} for row in rows]
    return sorted(cut, key=json.dumps)


if __name__ == "__main__":
    main()
