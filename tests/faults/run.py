"""One run: a site, the promises in turn, the table."""

import datetime as dt
import functools
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.faults import (
    away,
    full_disk,
    held,
    kills,
    migrating,
    repeats,
    taking_back,
    two_tabs,
)
from tests.faults.checker import Findings
from tests.faults.raters import RefusedError
from tests.faults.site import Site
from tests.faults.world import EXAMPLES_SHOWN, Outcome, World, leave_database

PROMISES: dict[str, Callable[[World], list[Outcome]]] = {
    "F1": kills.workers,
    "F2": kills.databases,
    "F3": away.stopped,
    "F4": repeats.repeated,
    "F5": two_tabs.same_card,
    "F6": taking_back.taken_back,
    **{name: functools.partial(held.by_tests, name) for name in held.TESTS},
    "F13": lambda world: _full_and_migrated(world),
}
COLUMNS = ("promise", "acknowledged", "lost", "doubled", "wrong", "wait s", "", "done")


def run(
    var: Path, log: Path, names: Sequence[str], *, is_quick: bool, seconds_max: float
) -> dict[str, Any]:
    """The report as the JSON has it; prints the table row by row."""
    site, started, outcomes = Site(var, log), time.monotonic(), []
    try:
        site.prepare()
        site.serve()
        world = World(site, is_quick, time.monotonic() + seconds_max)
        _line(COLUMNS)
        for name in names:
            for outcome in _rows(name, world):
                outcomes.append(outcome)
                _show(outcome)
    finally:
        leave_database()
        site.close()
    seconds = round(time.monotonic() - started, 1)
    load = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    _say(f"{len(outcomes)} rows in {seconds} s, load {load}; the site's log: {log}")
    return {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "load": load,
        "is_quick": is_quick,
        "seconds": seconds,
        "rows": [each.row | {"complaints": each.complaints} for each in outcomes],
    }


def _rows(name: str, world: World) -> list[Outcome]:
    """The promise's rows; one that says why where it could not be tried to its end."""
    if not world.has_time():
        return [_untried(name, "not tried", "no time was left")]
    try:
        return PROMISES[name](world)
    except RefusedError as error:
        return [_untried(name, "broke off", str(error))]


def _full_and_migrated(world: World) -> list[Outcome]:
    whole = [] if world.is_quick else held.by_tests("F13", world)
    return [*full_disk.filled(world), *migrating.there_and_back(world), *whole]


def _untried(name: str, done: str, fault: str) -> Outcome:
    return Outcome(name, done, 0, Findings(), 0.0, faults=[fault])


def _show(outcome: Outcome) -> None:
    row = outcome.row
    done = row.pop("done")
    _line([*row.values(), done])
    for words in outcome.complaints[:EXAMPLES_SHOWN]:
        _say(f"         {words}")
    if (more := len(outcome.complaints) - EXAMPLES_SHOWN) > 0:
        _say(f"         and {more} more, see var/faults.json")


def _line(cells: Sequence[Any]) -> None:
    widths = (8, 13, 5, 8, 6, 7, 5, 0)
    _say(" ".join(f"{cell!s:<{w}}" for cell, w in zip(cells, widths, strict=True)))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
