"""F13: the schema migrated back to an earlier release's and forward again, on data."""

import subprocess
import sys
import time

from tests.architecture_rules import ROOT
from tests.faults.kills import wait_until_all_rate
from tests.faults.raters import Rater, rating
from tests.faults.repeats import rating_form
from tests.faults.world import Outcome, World, leave_database, outcome

BACK_TO = "0006"
"""The last migration before those of progress, jobs and reports."""

SECONDS_MAX = 120


def there_and_back(world: World) -> list[Outcome]:
    """F13: what was rated before counts afterwards, state by state, and rating goes on.

    The checker compares log, states and counters; some of the counters are columns
    that go and come again.
    """
    rater = Rater(*world.learner())
    with rating([rater]):
        wait_until_all_rate([rater], time.monotonic())
    world.site.stop_serving()
    leave_database()
    started = time.monotonic()
    faults = [*_migrate(world, BACK_TO), *_migrate(world)]
    seconds = time.monotonic() - started
    world.site.serve()
    rater.client.rate(rating_form(rater.client.begin(rater.deck_id)), 4)
    done = f"migrated back to {BACK_TO} and forward again in {seconds:.0f} s"
    faults += filter(None, [rater.failure])
    return [outcome("F13", done, [rater.client], faults=faults)]


def _migrate(world: World, *where: str) -> list[str]:
    app = ("decks", *where) if where else ()
    ran = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0", *app],
        env=world.site.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )
    return ran.stderr.splitlines()[-1:] if ran.returncode else []
