"""What must hold while processes die: `python -m tests.faults`.

Starts the real site in a folder of its own under var/faults, with a database of its
own, and kills parts of it while clients rate. Prints a table, writes var/faults.json;
exit code 1 where a promise is broken. What tests hold (F7 to F12) is run by their
names. At most twenty minutes, with --quick seven; --only F1,F2 runs these.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
PROMISES = tuple(f"F{number}" for number in range(1, 14))
SECONDS_MAX, QUICK_SECONDS_MAX = 1200.0, 400.0  # from the first request on


def main(argv: list[str]) -> int:
    """Run the promises asked for; 1 where one is broken."""
    options = _options(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = ROOT / "var" / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    var = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    _configure(var)
    from tests.faults.run import run  # reads the settings: not before they are there

    seconds = QUICK_SECONDS_MAX if options.quick else SECONDS_MAX
    log = folder / "site.log"
    log.unlink(missing_ok=True)
    try:
        report = run(
            var,
            log,
            options.only,
            is_quick=options.quick,
            seconds_max=seconds,
        )
    finally:
        shutil.rmtree(var, ignore_errors=True)
    (ROOT / "var" / "faults.json").write_text(json.dumps(report, indent=1) + "\n")
    return 1 if any(row["result"] == "FAIL" for row in report["rows"]) else 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--only", type=_promises, default=PROMISES)
    parser.add_argument("--quick", action="store_true", help="fewer kills, a minute")
    return parser.parse_args(argv)


def _promises(words: str) -> tuple[str, ...]:
    asked = tuple(words.upper().split(","))
    if unknown := set(asked) - set(PROMISES):
        raise argparse.ArgumentTypeError(f"no such promise: {', '.join(unknown)}")
    return asked


def _configure(var: Path) -> None:
    """Have Django look at this run's own folder and database, never at another."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright has a loop of its own
    os.environ["FLASHCARDS_MODE"] = "local"
    os.environ["FLASHCARDS_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "flashcards.settings"
    django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
