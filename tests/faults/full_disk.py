"""F13: the database's disk fills up under ratings, and has room again later.

The disk is a small tmpfs, so this takes a machine that lets this process mount one.
"""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from flashcards import database
from tests.faults.checker import Findings
from tests.faults.kills import BACK_SECONDS_MAX, LEARNERS, wait_until_all_rate
from tests.faults.raters import Rater, rating
from tests.faults.world import Outcome, World, leave_database, outcome, troubles

ROOM_BYTES = 48 << 20
FULL_SECONDS, QUICK_FULL_SECONDS = 15.0, 5.0
BLOCK_BYTES = 1 << 16


class CannotMountError(Exception):
    """This machine gives the process no disk of its own."""


def filled(world: World) -> list[Outcome]:
    """F13. What is rated while the disk is full is tried again until it is not."""
    try:
        return [_filled(world)]
    except CannotMountError:
        done = "disk full: not tried, it takes the right to mount a small one"
        return [Outcome("F13", done, 0, Findings(), 0.0, is_tried=False)]


def _filled(world: World) -> Outcome:
    seconds = QUICK_FULL_SECONDS if world.is_quick else FULL_SECONDS
    with _on_small_disk(world) as disk:
        raters = [Rater(*world.learner()) for _ in range(LEARNERS)]
        clients = [rater.client for rater in raters]
        with rating(raters):
            wait_until_all_rate(raters, time.monotonic())
            filler = _fill(disk)
            _wait_for_refusals(raters, seconds)
            filler.unlink()
            back = wait_until_all_rate(raters, time.monotonic())
        return outcome(
            "F13",
            f"disk full: tried again: {troubles(clients)}; all rate {back:.1f} s after"
            " there was room",
            clients,
            faults=_faults(raters, back),
        )


def _faults(raters: list[Rater], back: float) -> list[str]:
    found = [rater.failure for rater in raters if rater.failure]
    if back >= BACK_SECONDS_MAX:
        found.append(f"not all rated {back:.0f} s after there was room again")
    if not any(rater.client.troubles for rater in raters):
        found.append("the full disk was not noticed")
    return found


def _wait_for_refusals(raters: list[Rater], seconds: float) -> None:
    """At most twice `seconds`: until a rating was refused, and then that long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not any(r.client.troubles for r in raters):
        time.sleep(0.1)
    time.sleep(seconds)


def _fill(disk: Path) -> Path:
    """Take all room that is left. The file is ours: taken away, there is room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * BLOCK_BYTES)
    return filler


@contextlib.contextmanager
def _on_small_disk(world: World) -> Iterator[Path]:
    """The site over a copy of its database on a tmpfs, afterwards over its own."""
    site = world.site
    home = database.home(site.var)
    site.stop_serving()
    leave_database()
    database.stop(site.var)
    try:
        with _small_copy(home):
            site.serve()
            yield home
            site.stop_serving()
            leave_database()
            database.stop(site.var)
    finally:
        site.serve()


@contextlib.contextmanager
def _small_copy(home: Path) -> Iterator[None]:
    """Raises CannotMountError; what is in `home` stays as it was."""
    small = Path(f"{home}.small")
    small.mkdir()
    size = sum(path.lstat().st_blocks * 512 for path in home.rglob("*"))
    try:
        _mount("-t", "tmpfs", "-o", f"size={size + ROOM_BYTES}", "tmpfs", small)
        subprocess.run(["cp", "-a", f"{home}/.", small], check=True)
        shutil.copystat(home, small)
        owner = home.stat()
        os.chown(small, owner.st_uid, owner.st_gid)
        _mount("--bind", small, home)
        try:
            yield
        finally:
            subprocess.run(["umount", home], check=True)
    finally:
        subprocess.run(["umount", small], check=False)
        small.rmdir()


def _mount(*arguments: object) -> None:
    done = subprocess.run(["mount", *map(str, arguments)], check=False)
    if done.returncode:
        raise CannotMountError
