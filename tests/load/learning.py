"""L1 and L5: a hundred learners at once, driven by locust, and the memory meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.architecture_rules import ROOT
from tests.faults.site import NotServingError
from tests.load.memory import Watch
from tests.load.outcomes import Limits, Outcome
from tests.load.proxy import NAME, Proxy
from tests.load.world import Learner

LEARNERS_A_SECOND = 1  # come in; what is promised is measured from the last one on
LAST_RATING_SECONDS = 15  # whoever is rating when the time is up ends it
BEYOND_SECONDS_MAX = 60
GROWTH_MAX = 0.1
TIMES = Limits(p95=300, p99=800)
SOAK = Limits(growth=GROWTH_MAX)
RATE = "rate"


def learning(
    name: str,
    proxy: Proxy,
    learners: Sequence[Learner],
    watch: Watch,
    folder: Path,
    *,
    seconds: int,
) -> tuple[list[Outcome], list[str], list[str]]:
    """A row for the ratings and one for the pages, and the ids of the ratings that were
    acknowledged and of those that were sent: who is in the middle of one when the time
    is up may not hear of it."""
    measured_file = folder / f"{name}.json"
    plan = {
        "address": f"https://{NAME}:{proxy.port}",
        "root_certificate": str(proxy.root_certificate),
        "learners": [asdict(learner) for learner in learners],
        "measured": str(measured_file),
    }
    with watch.looking():
        _run_locust(plan, folder, len(learners), seconds)
    if not measured_file.exists():
        raise NotServingError("locust ended early; var/load/locust.log says why")
    measured: dict[str, Any] = json.loads(measured_file.read_text())
    rows = _rows(name, measured, watch, len(learners), seconds)
    return rows, measured["acknowledged"], measured["sent"]


def _rows(
    name: str, measured: dict[str, Any], watch: Watch, count: int, seconds: int
) -> list[Outcome]:
    limits = SOAK if name == "L5" else TIMES
    length = f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"
    pages = [
        ms for key, all_ms in measured["ms"].items() for ms in all_ms if key != RATE
    ]
    failed: list[str] = measured["failures"]
    of_ratings = [words for words in failed if words.startswith(f"{RATE}:")]
    of_pages = [words for words in failed if words not in of_ratings]
    what = f"{count} learners, a card each 4 s, {length}"
    ratings = measured["ms"].get(RATE, [])
    return [
        Outcome(name, f"{what}: rating", ratings, limits, of_ratings, watch.grown()),
        Outcome(name, "their pages meanwhile", pages, _but_memory(limits), of_pages),
    ]


def _but_memory(limits: Limits) -> Limits:
    return replace(limits, growth=None)


def _run_locust(plan: dict[str, Any], folder: Path, count: int, seconds: int) -> None:
    seconds += count // LEARNERS_A_SECOND
    plan_file = folder / "plan.json"
    plan_file.write_text(json.dumps(plan))
    words = ["--headless", "--only-summary", "--stop-timeout", str(LAST_RATING_SECONDS)]
    words += ["-u", str(count), "-r", str(LEARNERS_A_SECOND), "-t", f"{seconds}s"]
    with (folder.parent / "locust.log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "locust", "-f", "tests/load/learners.py", *words],
            env=os.environ | {"LOAD_PLAN": str(plan_file), "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=log,
            stderr=log,
            check=False,  # 1 where a request failed: the row says so
            timeout=seconds + BEYOND_SECONDS_MAX,
        )
