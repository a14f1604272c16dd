"""Running jobs, one after the other, until told to stop."""

import datetime as dt
import logging
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from decks.jobs.claiming import claim, finish, wait
from decks.jobs.kinds import Kind, Kinds, Schedule
from decks.jobs.models import Job
from decks.jobs.progress import Running, Stopped
from decks.jobs.queueing import enqueue

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
AWAY_SECONDS = 2.0


class Worker:
    """Takes jobs of these kinds. `is_over` tells when to stop; a job that runs then is
    finished before."""

    def __init__(
        self,
        kinds: Kinds,
        schedules: Iterable[Schedule] = (),
        *,
        stop: threading.Event | None = None,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self.kinds = kinds
        self._long = [name for name, kind in kinds.items() if kind.is_long]
        self.schedules = tuple(schedules)
        self.stop = stop or threading.Event()
        self.is_over = is_over
        self._slots: dict[str, str] = {}

    def work(self) -> None:
        """Run what is due until told to stop, through times without a database."""
        while not self.stop.is_set() and not self.is_over():
            try:
                did_something = self.run_next()
            except (OperationalError, InterfaceError):
                logger.warning("The database is away; jobs wait")
                connection.close()
                self.stop.wait(AWAY_SECONDS)
                continue
            if not did_something:
                # The pool's, not this worker's, while it waits.
                connection.close()
                self.stop.wait(LOOK_SECONDS)

    def work_off(self) -> int:
        """Run all that is due now; how many jobs."""
        count = 0
        while not self.stop.is_set() and self.run_next():
            count += 1
        return count

    def run_next(self) -> bool:
        """Run one job, if any is due."""
        self.schedule(now=timezone.now())
        job = claim(now=timezone.now(), long=self._long)
        if job is None:
            return False
        kind = self.kinds.get(job.kind)
        if job.is_to_stop:
            _cancelled(job)
        elif kind is None:
            give_up(job, None, "There is no such kind of job.")
        elif job.tries > kind.tries_max:
            give_up(job, kind, "Its worker was lost each time.")
        else:
            run_job(job, kind)
        return True

    def schedule(self, *, now: dt.datetime) -> None:
        """Ask for what is to be done again. No statement until it is time."""
        for schedule in self.schedules:
            slot = schedule.slot(now)
            if self._slots.get(schedule.kind) != slot:
                enqueue(schedule.kind, key=f"at {slot}", now=now)
                self._slots[schedule.kind] = slot


def run_job(job: Job, kind: Kind) -> None:
    """One try of a claimed job; what goes wrong is written into it."""
    try:
        with Running(job, now=timezone.now()) as running:
            if kind.is_atomic:
                with transaction.atomic():
                    kind.run(running)
                    _done(job)
            else:
                kind.run(running)
                _done(job)
    except Stopped:
        _cancelled(job)
    except Exception as error:
        _try_again(job, kind, error)


def _done(job: Job) -> None:
    if not finish(job, Job.State.DONE, now=timezone.now()):
        raise Stopped


def _cancelled(job: Job) -> None:
    """Of a job that another worker has, this changes nothing."""
    finish(job, Job.State.CANCELLED, now=timezone.now())


def place_of(error: Exception) -> str:
    """`ValueError in decks/transfer/saving.py, line 12`: what went wrong and where.

    Without the error's own words: a database's name the row that it would not take.
    """
    places = [
        (Path(frame.filename).relative_to(settings.BASE_DIR), frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(settings.BASE_DIR)
    ]
    path, line = [(p, n) for p, n in places if not p.is_relative_to(".venv")][-1]
    return f"{type(error).__name__} in {path}, line {line}"


def _try_again(job: Job, kind: Kind, error: Exception) -> None:
    place, later = place_of(error), kind.wait_after(job.tries, error)
    if later is None:
        give_up(job, kind, place)
        return
    logger.warning("Job %s (%s), try %s: %s", job.pk, job.kind, job.tries, place)
    if not wait(job, until=timezone.now() + later, error=place):
        _cancelled(job)


def give_up(job: Job, kind: Kind | None, error: str) -> None:
    """Set the job aside, for somebody to look at."""
    logger.error("Job %s (%s) is set aside: %s", job.pk, job.kind, error)
    with transaction.atomic():
        was_mine = finish(job, Job.State.FAILED, now=timezone.now(), error=error)
        if was_mine and kind is not None and kind.gave_up is not None:
            kind.gave_up(job)
    if not was_mine:
        _cancelled(job)
