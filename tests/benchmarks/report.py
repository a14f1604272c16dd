"""Tables of figures: as text for people, as JSON for whoever compares runs."""

import dataclasses
import datetime as dt
import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.place import ROOT

Cell = str | int | float


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table: the first column names the row, the others hold figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def text_of(table: Table) -> str:
    """The table in aligned columns."""
    lines = [[str(name) for name in table.columns]]
    lines += [[_shown(cell) for cell in row] for row in table.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    drawn = [_line(line, widths) for line in lines]
    rule = "-" * max(map(len, drawn))
    notes = [f"  {note}" for note in table.notes]
    return "\n".join(["", table.title, rule, *drawn, *notes, ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    figures = [cell.rjust(width) for cell, width in others]
    return "  ".join([first[0].ljust(first[1]), *figures]).rstrip()


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def show(table: Table) -> None:
    """Print it now: the next one may take minutes."""
    sys.stdout.write(text_of(table))
    sys.stdout.flush()


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.machine()


def write_json(path: Path, about: dict[str, str], tables: Sequence[Table]) -> None:
    """All of a run in one file."""
    found = {"machine": about, "tables": [dataclasses.asdict(t) for t in tables]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
