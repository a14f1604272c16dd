"""The SQL by which workers share the jobs."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from decks.jobs.models import Job

LEASE = dt.timedelta(seconds=30)
"""So long a worker that says nothing is taken to be alive."""

_CLAIM = """
    UPDATE decks_job SET state = 'running', tries = tries + 1, lease = %(lease)s,
        leased_until = %(until)s, started_at = %(now)s
    WHERE id = COALESCE(({short}), ({long}))
    RETURNING id
"""
_NEXT = """
    SELECT id FROM decks_job
    WHERE run_at <= %(now)s AND {kind}
        AND (state = 'waiting' OR state = 'running' AND leased_until < %(now)s)
    ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
# Not in one order by kind and time: the index has the time, all that is due would be
# sorted for each job.
_CLAIM = _CLAIM.format(
    short=_NEXT.format(kind="kind <> ALL(%(long)s::text[])"),
    long=_NEXT.format(kind="kind = ANY(%(long)s::text[])"),
)
_RENEW = """
    UPDATE decks_job
    SET leased_until = %(until)s, done_count = %(done)s, total_count = %(total)s
    WHERE id = %(job)s AND lease = %(lease)s AND state = 'running'
    RETURNING is_to_stop
"""


def claim(*, now: dt.datetime, long: Sequence[str] = ()) -> Job | None:
    """The next job that is due or whose worker was lost, now this one's; one of the
    `long` kinds if there is no other. Two statements."""
    given: dict[str, Any] = {
        "lease": uuid.uuid4(),
        "until": now + LEASE,
        "now": now,
        "long": list(long),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, given)
        row = cursor.fetchone()
    return None if row is None else Job.objects.select_related("user").get(pk=row[0])


def renew(job: Job, done_count: int, total_count: int, *, now: dt.datetime) -> bool:
    """Keep the job, and tell how far it is. Whether it is to go on: not if somebody
    wants it cancelled, or another worker has it. One statement."""
    given: dict[str, Any] = {
        "job": job.pk,
        "lease": job.lease,
        "until": now + LEASE,
        "done": done_count,
        "total": total_count,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, given)
        row = cursor.fetchone()
    return row is not None and not row[0]


def finish(job: Job, state: Job.State, *, now: dt.datetime, error: str = "") -> bool:
    """Whether the job was still this worker's; then it is over. One statement.

    One that somebody wants cancelled can only be that.
    """
    is_cancelled = state == Job.State.CANCELLED
    mine = _mine(job) if is_cancelled else _mine(job).filter(is_to_stop=False)
    return _give_back(mine, state=state, finished_at=now, error=error)


def wait(job: Job, *, until: dt.datetime, error: str = "") -> bool:
    """The same for a job that is to be tried again. One statement."""
    mine = _mine(job).filter(is_to_stop=False)
    waiting = Job.State.WAITING
    return _give_back(mine, state=waiting, run_at=until, error=error, done_count=0)


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)


def _give_back(mine: QuerySet[Job], **now_it_is: object) -> bool:
    return mine.update(lease=None, leased_until=None, **now_it_is) == 1
