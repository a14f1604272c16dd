"""One run: a site behind its proxy, the promises in turn, the table."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.architecture_rules import ROOT
from tests.benchmarks import report
from tests.faults.world import leave_database
from tests.load import bursts, learning, slow_clients, world
from tests.load.memory import Watch, with_children
from tests.load.outcomes import Outcome
from tests.load.place import ProductionSite
from tests.load.proxy import Proxy

LEARNERS = 100
SECONDS = {"L1": 600, "L5": 1800}
QUICK_SECONDS = {"L1": 60, "L5": 120}
EXAMPLES_SHOWN = 5
COLUMNS = {"": 3, "requests": 8, "failed": 6, "p50 ms": 6, "p95 ms": 6, "p99 ms": 6}
COLUMNS |= {"longest": 7, "result": 6, "load": 11, "MiB": 46, "what": 0}
"""The table's columns and their widths; `load` is the machine's, of one minute."""


class Run:
    """A served site, its proxy, its learners, and what they were told."""

    def __init__(self, site: ProductionSite, proxy: Proxy, folder: Path) -> None:
        self.site, self.proxy, self.folder = site, proxy, folder
        self.learners = world.make_learners(LEARNERS)
        self.acknowledged: list[str] = []
        self.sent: list[str] = []

    def rows(self, name: str, *, is_quick: bool) -> list[Outcome]:
        """What one promise came to."""
        if name == "L2":
            row, told = bursts.at_once(self.proxy, self.learners, is_quick=is_quick)
            self.acknowledged += told
            self.sent += told
            return [row]
        if name == "L4":
            one = self.learners[0]
            return [slow_clients.slow_clients(self.proxy, one, is_quick=is_quick)]
        seconds = (QUICK_SECONDS if is_quick else SECONDS)[name]
        rows, told, sent = learning.learning(
            name,
            self.proxy,
            self.learners,
            self._watch(),
            self.folder,
            seconds=seconds,
        )
        self.acknowledged += told
        self.sent += sent
        return rows

    def findings(self) -> list[str]:
        """What is wrong with the data afterwards, each a sentence."""
        found = world.unlike_the_log(self.learners, self.acknowledged, self.sent)
        for command in ("check_data", "replay"):
            if words := self.site.look_over(command):
                found.append(f"{command}: {words}")
        return found

    def _watch(self) -> Watch:
        server, caddy = self.site.server_pid, self.proxy.process
        assert caddy is not None
        database = self.site.postmaster()
        assert database is not None
        return Watch(
            {
                "site": lambda: with_children(server),
                "proxy": lambda: with_children(caddy.pid),
                "database": lambda: with_children(database.pid),
            }
        )


def run(
    var: Path,
    folder: Path,
    given: dict[str, str],
    names: Sequence[str],
    *,
    is_quick: bool,
) -> bool:
    """Whether every promise was kept; prints the table row by row."""
    site = ProductionSite(var, folder / "site.log", given)
    proxy = Proxy(var, folder / "caddy.log", [f"127.0.0.1:{site.port}"])
    about = report.machine() | {"caddy": proxy.version}
    _say(", ".join(f"{key} {value}" for key, value in about.items()))
    try:
        site.prepare()
        site.make_demo()
        site.serve()
        proxy.start()
        this = Run(site, proxy, var)
        outcomes = list(_tried(this, names, is_quick=is_quick))
        findings = this.findings()
    finally:
        proxy.stop()
        leave_database()
        site.close()
    _say(f"{len(this.acknowledged)} ratings acknowledged; in the data afterwards:")
    _say("\n".join(findings) or "check_data and replay find nothing, none is lost")
    _write(about, outcomes, findings)
    return not findings and not any(outcome.complaints for outcome in outcomes)


def _tried(this: Run, names: Sequence[str], *, is_quick: bool) -> Iterator[Outcome]:
    _say(" ".join(f"{name:<{width}}" for name, width in COLUMNS.items()))
    for name in names:
        before = os.getloadavg()[0]
        for row in this.rows(name, is_quick=is_quick):
            yield row
            _show(row, f"{before:.1f} → {os.getloadavg()[0]:.1f}")


def _show(outcome: Outcome, load: str) -> None:
    cells = outcome.row | {"load": load}
    _say(" ".join(f"{cells[name]!s:<{width}}" for name, width in COLUMNS.items()))
    for words in outcome.complaints[:EXAMPLES_SHOWN]:
        _say(f"    {words}")
    if (more := len(outcome.complaints) - EXAMPLES_SHOWN) > 0:
        _say(f"    and {more} more, see var/load.json")


def _write(
    about: dict[str, str], outcomes: Sequence[Outcome], findings: list[str]
) -> None:
    rows: list[Any] = [
        outcome.row | {"complaints": outcome.complaints} for outcome in outcomes
    ]
    found = {"about": about, "rows": rows, "findings": findings}
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (ROOT / "var" / "load.json").write_text(text + "\n")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
