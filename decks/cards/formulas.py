"""Cells that a spreadsheet would run as formulas, and the apostrophe against it."""

import re

_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NEEDS_GUARD = re.compile(r"'*[=+\-@\t\r]")


def guard(cell: str) -> str:
    """The cell, with an apostrophe before it where it begins like a formula.

    Apostrophes that stand there already are signs of the text, so one more is put
    before them, and `unguard` gives back the very cell.
    """
    return "'" + cell if _NEEDS_GUARD.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell without the one apostrophe that `guard` put before it."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def is_formula(cell: str) -> bool:
    """Whether the cell begins like a formula and has no guard."""
    return cell[:1] in ("=", "+", "-", "@", "\t")
