"""F7 to F12 and the migrations of F13: what is held by tests, run by their names."""

import os
import re
import subprocess
import sys
import time

from tests.architecture_rules import ROOT
from tests.faults.checker import Findings
from tests.faults.world import Outcome, World

SECONDS_MAX, QUICK_SECONDS_MAX = 600, 300
VAR = "var/test"  # as `make test` has it

TESTS: dict[str, tuple[str, ...]] = {
    "F7": (
        "tests/scheduling/test_outcomes_limits.py::test_a_clock_set_back_counts_as_the_same_day",
        "tests/scheduling/test_outcomes_limits.py::test_a_clock_a_year_ahead_heals_when_it_is_right_again",
    ),
    "F8": ("tests/scheduling/test_study_days.py",),
    "F9": (
        "tests/study/repair/test_check_data.py",
        "tests/study/repair/test_no_damage.py",
    ),
    "F10": (
        "tests/study/repair/test_replay.py",
        "tests/study/repair/test_any_history.py",
    ),
    "F11": ("tests/backups/test_round_trip.py",),
    "F12": (
        "tests/jobs/test_processes.py",
        "tests/mails/test_sending.py::test_workers_that_are_killed_while_sending_send_one_mail_each",
        "tests/transfer/test_sent.py::test_a_killed_workers_import_is_saved_once_by_the_next",
    ),
    "F13": ("tests/test_migrating.py",),
}
SAID: dict[str, str] = {
    "F7": "clocks a day back and a year ahead",
    "F8": "clock changes, odd zones, day starts",
    "F9": "12 kinds of damage seeded, found, repaired or told",
    "F10": "the log replayed against the states",
    "F11": "backup and restore, every table compared",
    "F12": "workers of jobs, mails and imports killed -9",
    "F13": "the demo's schema back to 0002 and forward again, step by step",
}


def by_tests(name: str, world: World) -> list[Outcome]:
    """The promise's tests in a process and a database of their own.

    Without --quick the random ones draw 1,000 cases each.
    """
    started = time.monotonic()
    profile = "quick" if world.is_quick else "full"
    own = {"FLASHCARDS_VAR": VAR, "HYPOTHESIS_PROFILE": profile}
    command = [sys.executable, "-m", "pytest", "-m", "not browser", *TESTS[name]]
    ran = subprocess.run(
        command,
        env=os.environ | own,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=QUICK_SECONDS_MAX if world.is_quick else SECONDS_MAX,
    )
    seconds = time.monotonic() - started
    done = f"{SAID[name]}: {_counted(ran.stdout)} in {seconds:.0f} s"
    faults = _failed(ran.stdout) if ran.returncode else []
    return [Outcome(name, done, 0, Findings(), 0.0, faults=faults)]


def _counted(said: str) -> str:
    """`12 tests passed`, of pytest's last line."""
    passed = re.search(r"(\d+) passed", said)
    return f"{passed[1] if passed else 'no'} tests passed"


def _failed(said: str) -> list[str]:
    lines = said.splitlines()
    named = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return named or lines[-1:] or ["pytest said nothing"]
