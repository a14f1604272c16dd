"""What a kind of job is. The kinds there are stand in the index `decks.work`."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decks.jobs.models import Job

if TYPE_CHECKING:
    from decks.jobs.progress import Running

TRIES_MAX = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """How a job is run.

    `is_atomic`: all that `run` writes and the mark that the job is done are one
    transaction: a worker that is killed has done nothing, one that was taken for dead
    cannot do it a second time. Without it `run` sees to that itself: it may be called
    again after any of its statements. `gave_up` is called once, in the transaction that
    sets the job aside after so many `tries`.
    """

    run: Callable[["Running"], None]
    is_atomic: bool = True
    tries: int = TRIES_MAX
    gave_up: Callable[[Job], None] | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A kind that is run again each time so much time has passed, by one worker."""

    kind: str
    every: dt.timedelta

    def slot(self, now: dt.datetime) -> str:
        """The key of the run that `now` falls into."""
        return str(int(now.timestamp() // self.every.total_seconds()))


Kinds = Mapping[str, Kind]
