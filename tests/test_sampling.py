"""`make test` leaves out what takes long, and nothing by mistake."""

import ast

from tests.sampling import LONG, LONG_ONE_OF, TESTS, long_ones_asked


def test_every_long_one_is_a_test() -> None:
    for path in {test.partition("::")[0] for test in LONG}:
        parts = ast.walk(ast.parse((TESTS / path).read_text()))
        there = {part.name for part in parts if isinstance(part, ast.FunctionDef)}
        listed = {test.partition("::")[2] for test in LONG if test.startswith(path)}
        assert listed <= there, path


def test_of_every_folder_a_part_is_asked() -> None:
    asked = set(long_ones_asked())
    assert asked < LONG
    assert len(LONG) / LONG_ONE_OF <= len(asked) < len(LONG) / 2
    assert {test.rpartition("/")[0] for test in asked} == {
        test.rpartition("/")[0] for test in LONG
    }
