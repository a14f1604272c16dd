"""The SQL by which workers share the jobs."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection

from decks.jobs.models import Job

LEASE = dt.timedelta(seconds=30)
"""So long a worker that says nothing is taken to be alive."""

_CLAIM = """
    UPDATE decks_job SET state = 'running', tries = tries + 1, lease = %(lease)s,
        leased_until = %(until)s, started_at = %(now)s
    WHERE id = (
        SELECT id FROM decks_job
        WHERE state = 'waiting' AND run_at <= %(now)s
            OR state = 'running' AND leased_until < %(now)s
        ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""
_RENEW = """
    UPDATE decks_job
    SET leased_until = %(until)s, done_count = %(done)s, total_count = %(total)s
    WHERE id = %(job)s AND lease = %(lease)s AND state = 'running'
    RETURNING is_to_stop
"""


def claim(*, now: dt.datetime) -> Job | None:
    """The next job that is due or whose worker was lost, now this one's. Two
    statements."""
    given: dict[str, Any] = {
        "lease": uuid.uuid4(),
        "until": now + LEASE,
        "now": now,
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
    """Whether the job was still this worker's; then it is over. One statement."""
    return _give_back(job, state=state, finished_at=now, error=error)


def wait(job: Job, *, until: dt.datetime, error: str = "") -> bool:
    """The same for a job that is to be tried again. One statement."""
    waiting = Job.State.WAITING
    return _give_back(job, state=waiting, run_at=until, error=error, done_count=0)


def _give_back(job: Job, **now_it_is: object) -> bool:
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    return mine.update(lease=None, leased_until=None, **now_it_is) == 1
