"""Anki's own engine for the same work, where `anki` is installed in ANKI_VENV.

No dependency: a script runs in that venv's Python (`anki_script.py`), without a web,
for one user, with FSRS on.
"""

import json
import os
import subprocess
from pathlib import Path

from tests.benchmarks.report import Table

NOTES, QUICK_NOTES = (47, 1_000, 20_000, 100_000), (47, 1_000)
TITLE = "Anki's engine, answer + next card (no web, one user)"
COLUMNS = ("", "a second", "p50 ms", "p99 ms")
SCRIPT = Path(__file__).with_name("anki_script.py")


def table(*, is_quick: bool) -> Table:
    """Answers a second by notes in the collection, or a line on what is amiss."""
    venv = os.environ.get("ANKI_VENV", "")
    if not venv:
        return _absent("ANKI_VENV is not set")
    python = Path(venv) / "bin" / "python"
    notes = QUICK_NOTES if is_quick else NOTES
    try:
        asked = subprocess.run(
            [python, SCRIPT, *map(str, notes)],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        return _absent(f"{python}: {error.strerror}")
    if asked.returncode:
        return _absent((asked.stderr.strip() or "it failed").splitlines()[-1])
    found = json.loads(asked.stdout.splitlines()[-1])
    return Table(TITLE, COLUMNS, found["rows"], [f"anki {found['version']}, FSRS on."])


def _absent(why: str) -> Table:
    hint = "pip install anki into a venv of its own, its folder in ANKI_VENV"
    return Table(TITLE, COLUMNS, [], [f"Not measured: {why} ({hint})."])
