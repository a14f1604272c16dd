"""The scheduler knows no Django, no clock and no random."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import decks

ROOT = Path(decks.__file__).parents[1]
MODULES = sorted((ROOT / "decks" / "scheduling").glob("*.py"))
ALLOWED = {
    "collections",
    "dataclasses",
    "datetime",
    "decks",
    "enum",
    "functools",
    "hashlib",
    "math",
    "struct",
    "typing",
    "zoneinfo",
}
CLOCKS = {"now", "today", "utcnow"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_only_pure_ones_and_its_own(path):
    names = [
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported(node)
    ]
    assert {name.split(".")[0] for name in names} <= ALLOWED
    ours = [name for name in names if name.startswith("decks")]
    assert all(name.startswith("decks.scheduling.") for name in ours)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_asks_no_clock(path):
    nodes = ast.walk(ast.parse(path.read_text()))
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not asked & CLOCKS


def test_the_scheduler_runs_without_django():
    code = (
        "import sys, decks.scheduling.replay, decks.scheduling.words;"
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
