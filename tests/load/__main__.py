"""What the site carries: `python -m tests.load` (`make load`).

Starts the real site in production mode with the demo in a database of its own, Caddy
with the compose stack's Caddyfile before it, and has locust's learners study. Prints a
table, writes var/load.json; exit code 1 where a promise is broken. 50 minutes, with
--quick ten; --only L1,L2 runs these (L5 after an L1 only).
"""

import argparse
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.architecture_rules import ROOT
from tests.faults.site import NotServingError
from tests.load import place
from tests.load.proxy import NoProxyError, find_caddy

PROMISES = ("L1", "L2", "L4", "L5")


def main(argv: list[str]) -> int:
    """Run the promises asked for; 1 where one is broken or nothing could be tried."""
    options = _options(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = ROOT / "var" / "load"
    folder.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        log.unlink()
    var = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    try:
        find_caddy()
        given = place.settle(var)
        from tests.load.run import run  # reads the settings: not before they are there

        is_kept = run(var, folder, given, options.only, is_quick=options.quick)
    except (NoProxyError, NotServingError) as error:
        sys.stderr.write(f"flashcards: {error}\n")
        return 1
    finally:
        shutil.rmtree(var, ignore_errors=True)
    return 0 if is_kept else 1


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--only", type=_promises, default=PROMISES)
    parser.add_argument("--quick", action="store_true", help="a minute or two each")
    return parser.parse_args(argv)


def _promises(words: str) -> tuple[str, ...]:
    asked = tuple(words.upper().split(","))
    if unknown := set(asked) - set(PROMISES):
        raise argparse.ArgumentTypeError(f"no such promise: {', '.join(unknown)}")
    if "L5" in asked and "L1" not in asked:
        # A proxy that has just started fills its buffers, which is no growth.
        asked = ("L1", *asked)
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
