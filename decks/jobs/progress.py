"""A job while it runs: how far it is, and whether it is to go on."""

import datetime as dt
import logging
import threading
from contextlib import AbstractContextManager
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from decks.jobs.claiming import renew
from decks.jobs.models import Job

logger = logging.getLogger(__name__)

RENEW_SECONDS = 1.0


class Stopped(Exception):
    """Somebody wants the job cancelled, or another worker has taken it."""


class Running(AbstractContextManager["Running"]):
    """What a kind's `run` is given; renews the claim on the job from a thread.

    `now` is the time at which this try began. The thread has a connection of its own:
    how far the job is can be seen before its transaction ends.
    """

    def __init__(self, job: Job, *, now: dt.datetime) -> None:
        self.job = job
        self.now = now
        self._done, self._total = 0, 0
        self._ended, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._renew_on, daemon=True)

    def tell(self, done_count: int, total_count: int) -> None:
        """So much of so much is done. Raises Stopped."""
        self._done, self._total = done_count, total_count
        self.check()

    def check(self) -> None:
        """Raises Stopped where the job is not to go on."""
        if self._stopped.is_set():
            raise Stopped

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _renew_on(self) -> None:
        try:
            while not self._ended.wait(RENEW_SECONDS):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            is_mine = renew(self.job, self._done, self._total, now=timezone.now())
        except DatabaseError:
            # The claim may run out meanwhile: then the last statement finds so.
            logger.warning("The claim on job %s could not be renewed", self.job.pk)
            connection.close()
        else:
            if not is_mine:
                self._stopped.set()
