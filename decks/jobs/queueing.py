"""Asking for work, and taking that back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from decks.jobs.models import Job

KEPT = dt.timedelta(days=14)
FAILED_KEPT = dt.timedelta(days=90)


def enqueue(
    kind: str,
    *,
    now: dt.datetime,
    user: AbstractBaseUser | None = None,
    payload: dict[str, Any] | None = None,
    key: str = "",
    run_at: dt.datetime | None = None,
) -> Job:
    """The job, to be run from `run_at` on. Two statements at most.

    Asked for within a transaction it is there with it or not at all. With a `key` that
    this kind has had before, the job that has it.
    """
    given = {"user": user, "payload": payload or {}, "run_at": run_at or now}
    if not key:
        return Job.objects.create(kind=kind, created_at=now, **given)
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, created_at=now, **given)], ignore_conflicts=True
    )
    return Job.objects.get(kind=kind, key=key)


def enqueue_each(
    kind: str, asked: Sequence[tuple[int, str, dict[str, Any]]], *, now: dt.datetime
) -> None:
    """A job for each user id, key and payload, but for keys that this kind has had.
    One statement."""
    Job.objects.bulk_create(
        [
            Job(
                kind=kind,
                key=key,
                user_id=user,
                payload=given,
                run_at=now,
                created_at=now,
            )
            for user, key, given in asked
        ],
        ignore_conflicts=True,
    )


def cancel(jobs: QuerySet[Job], *, now: dt.datetime) -> None:
    """Take back what is not over: what a worker is at is told to stop, and cannot be
    done any more. One statement."""
    states = Job.State
    at_hand = Q(state=states.RUNNING, leased_until__gte=now)
    jobs.filter(state__in=[states.WAITING, states.RUNNING]).update(
        is_to_stop=Case(When(at_hand, then=True), default=False),
        state=Case(When(at_hand, then=F("state")), default=Value(states.CANCELLED)),
        finished_at=Case(When(at_hand, then=None), default=now),
        lease=Case(When(at_hand, then=F("lease")), default=None),
        leased_until=Case(When(at_hand, then=F("leased_until")), default=None),
    )


@transaction.atomic
def put_off(jobs: QuerySet[Job], *, until: dt.datetime) -> None:
    """What waits does so until then at least. One statement.

    A job that somebody else has at hand is left to them.
    """
    early = jobs.filter(state=Job.State.WAITING, run_at__lt=until)
    held = early.select_for_update(skip_locked=True, no_key=True).values("pk")
    Job.objects.filter(pk__in=held).update(run_at=until)


def try_again(jobs: QuerySet[Job], *, now: dt.datetime) -> int:
    """What was set aside or cancelled waits anew; how many. One statement."""
    states = Job.State
    over = Q(state__in=[states.FAILED, states.CANCELLED])
    lost = Q(state=states.RUNNING, is_to_stop=True, leased_until__lt=now)
    return jobs.filter(over | lost).update(
        state=states.WAITING,
        lease=None,
        leased_until=None,
        tries=0,
        run_at=now,
        is_to_stop=False,
        error="",
        finished_at=None,
        done_count=0,
    )


def set_aside(jobs: QuerySet[Job], *, now: dt.datetime) -> int:
    """What waits is not run until somebody asks for it again. One statement."""
    states = Job.State
    return jobs.filter(state=states.WAITING).update(
        state=states.FAILED, finished_at=now, error="Set aside by hand."
    )


def forget_jobs(*, now: dt.datetime) -> int:
    """Remove what was over long ago. One statement.

    What was set aside stays longer: somebody should look at it.
    """
    states = Job.State
    old = Job.objects.filter(finished_at__lt=now - KEPT).exclude(state=states.FAILED)
    older = Job.objects.filter(finished_at__lt=now - FAILED_KEPT)
    return (old | older).delete()[0]
