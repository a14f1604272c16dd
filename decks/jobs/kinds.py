"""What a kind of job is. The kinds there are stand in the index `decks.work`."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decks.jobs.models import Job

if TYPE_CHECKING:
    from decks.jobs.progress import Running

WAITS_SECONDS = (10, 40)
"""Before the second try, and before the third, which is the last."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a job is run.

    `is_atomic`: all that `run` writes and the mark that the job is done are one
    transaction: a worker that is killed has done nothing, one that was taken for dead
    cannot do it a second time. Without it `run` sees to that itself: it may be called
    again after any of its statements. `gave_up` is called once, in the transaction that
    sets the job aside.

    `is_long`: begun only while nothing else is due. `waits_seconds` has the wait before
    each further try; who knows of an error by which something else `is_away` gives the
    waits for that, `waits_seconds_away`.
    """

    run: Callable[["Running"], None]
    is_atomic: bool = True
    is_long: bool = False
    gave_up: Callable[[Job], None] | None = None
    waits_seconds: tuple[int, ...] = WAITS_SECONDS
    waits_seconds_away: tuple[int, ...] = ()
    is_away: Callable[[Exception], bool] = lambda _: False

    @property
    def tries_max(self) -> int:
        """However they end."""
        return 1 + max(len(self.waits_seconds), len(self.waits_seconds_away))

    def wait_after(self, tries: int, error: Exception) -> dt.timedelta | None:
        """Until the next try after so many, the last of which ended so; None where
        that was the last."""
        is_away = self.is_away(error)
        waits = self.waits_seconds_away if is_away else self.waits_seconds
        return None if tries > len(waits) else dt.timedelta(seconds=waits[tries - 1])


@dataclass(frozen=True, slots=True)
class Schedule:
    """A kind that is run again each time so much time has passed, by one worker."""

    kind: str
    every: dt.timedelta

    def slot(self, now: dt.datetime) -> str:
        """The key of the run that `now` falls into."""
        return str(int(now.timestamp() // self.every.total_seconds()))


Kinds = Mapping[str, Kind]
