"""What `make test` does in Chromium is there to be done."""

import ast

import pytest

from tests.architecture_rules import ROOT
from tests.browser.chosen import CHOSEN


@pytest.mark.parametrize("name", CHOSEN)
def test_every_chosen_one_is_a_test(name: str) -> None:
    tree = ast.parse((ROOT / "tests" / "browser" / name).read_text())
    there = {part.name for part in tree.body if isinstance(part, ast.FunctionDef)}
    assert set(CHOSEN[name]) <= there
