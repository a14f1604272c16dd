"""F1 and F2: web workers and database processes killed -9 while four learners rate."""

import random
import time
from collections.abc import Callable, Iterator, Sequence

from tests.faults.raters import Client, Rater, rating
from tests.faults.world import Outcome, World, outcome, troubles

LEARNERS = 4
WORKER_KILLS, BACKEND_KILLS, POSTMASTER_KILLS = 20, 10, 5
WORKER_WAIT_MAX_SECONDS, DATABASE_WAIT_MAX_SECONDS = 3.0, 10.0
WORKER_PAUSE_SECONDS = (0.8, 1.8)
DATABASE_PAUSE_SECONDS = (0.5, 1.2)
BACK_SECONDS_MAX = 30.0
LOOK_SECONDS = 0.02


def workers(world: World) -> list[Outcome]:
    """F1: every worker kill comes at a random moment, whether it respawned or not."""
    count = WORKER_KILLS // 5 if world.is_quick else WORKER_KILLS
    raters = list(_raters(world))
    killed = 0
    with rating(raters):
        wait_until_all_rate(raters, time.monotonic())
        while killed < count and _goes_on(world, raters):
            time.sleep(random.uniform(*WORKER_PAUSE_SECONDS))
            killed += world.site.kill_worker()
        wait_until_all_rate(raters, time.monotonic())
    return [
        outcome(
            "F1",
            f"{killed} web workers killed; tried again: {_troubles(raters)}",
            _clients(raters),
            wait_max=WORKER_WAIT_MAX_SECONDS,
            faults=_faults(raters, killed, count),
        )
    ]


def databases(world: World) -> list[Outcome]:
    """F2: two rows, backends and the postmaster."""
    part = 5 if world.is_quick else 1
    site = world.site
    return [
        _database(world, "backends", site.kill_backend, BACKEND_KILLS // part),
        _database(world, "postmaster", site.kill_postmaster, POSTMASTER_KILLS // part),
    ]


def _database(world: World, name: str, kill: Callable[[], bool], count: int) -> Outcome:
    raters = list(_raters(world))
    backs: list[float] = []
    with rating(raters):
        wait_until_all_rate(raters, time.monotonic())
        while len(backs) < count and _goes_on(world, raters):
            time.sleep(random.uniform(*DATABASE_PAUSE_SECONDS))
            killed_at = time.monotonic()
            if kill():
                backs.append(wait_until_all_rate(raters, killed_at))
    longest = max(backs, default=0.0)
    return outcome(
        "F2",
        f"{name}: {len(backs)} killed, all back after {longest:.1f} s at most;"
        f" tried again: {_troubles(raters)}",
        _clients(raters),
        wait_max=DATABASE_WAIT_MAX_SECONDS,
        faults=_faults(raters, len(backs), count) + _too_late(longest),
    )


def _goes_on(world: World, raters: Sequence[Rater]) -> bool:
    """Whether there is time, and all still rate: one that ended is a fault already."""
    return world.has_time() and not any(rater.failure for rater in raters)


def _raters(world: World) -> Iterator[Rater]:
    for _ in range(LEARNERS):
        yield Rater(*world.learner())


def _clients(raters: Sequence[Rater]) -> list[Client]:
    return [rater.client for rater in raters]


def _troubles(raters: Sequence[Rater]) -> str:
    return troubles(_clients(raters))


def wait_until_all_rate(raters: Sequence[Rater], since: float) -> float:
    """Seconds from `since` until each learner has a rating saved that began later."""
    while time.monotonic() - since < BACK_SECONDS_MAX:
        if all(rater.last_begun_at > since or rater.failure for rater in raters):
            break
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - since


def _faults(raters: Sequence[Rater], killed: int, count: int) -> list[str]:
    found = [rater.failure for rater in raters if rater.failure]
    found += ["a client never came to an end" for rater in raters if rater.is_alive()]
    if killed < count:
        found.append(f"only {killed} of {count} kills in the time there is")
    return found


def _too_late(longest: float) -> list[str]:
    if longest <= DATABASE_WAIT_MAX_SECONDS:
        return []
    return [f"ratings came through {longest:.1f} s after a kill"]
