"""The apostrophe before what a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.formulas import guard, is_formula, unguard


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'=", "''-"])
def test_what_begins_like_a_formula_is_guarded(sign):
    assert guard(f"{sign}1+1") == f"'{sign}1+1"


@given(st.text(alphabet="'=+-@\t\r a1"))
def test_a_guarded_cell_is_no_formula_and_comes_back(cell):
    assert not is_formula(guard(cell))
    assert unguard(guard(cell)) == cell
