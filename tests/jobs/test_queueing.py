"""Asking for jobs: once, in time, and taking them back."""

import datetime as dt

import pytest
from django.db import transaction

from decks.jobs.claiming import LEASE, claim, finish, wait
from decks.jobs.models import Job
from decks.jobs.queueing import (
    cancel,
    enqueue,
    forget_jobs,
    put_off,
    set_aside,
    try_again,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

STATES = Job.State


def test_a_job_waits_from_now_on_with_what_it_was_given(learner):
    job = enqueue("make", user=learner, payload={"cards": [1]}, now=NOW)
    job.refresh_from_db()
    assert (job.kind, job.user, job.payload) == ("make", learner, {"cards": [1]})
    assert (job.state, job.run_at, job.tries) == (STATES.WAITING, NOW, 0)


def test_asked_for_twice_by_one_key_it_is_one_job():
    first = enqueue("make", key="deck 1", payload={"n": 1}, now=NOW)
    assert enqueue("make", key="deck 1", payload={"n": 2}, now=NOW) == first
    assert Job.objects.get().payload == {"n": 1}


def test_a_key_is_of_its_kind():
    enqueue("make", key="1", now=NOW)
    enqueue("mail", key="1", now=NOW)
    enqueue("mail", now=NOW)
    enqueue("mail", now=NOW)
    assert Job.objects.count() == 4


def test_asked_for_in_a_transaction_that_fails_it_is_not_there():
    def ask_and_fail() -> None:
        with transaction.atomic():
            enqueue("make", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert not Job.objects.exists()


def test_a_waiting_job_is_cancelled_at_once_a_running_one_is_told():
    waiting = enqueue("make", now=NOW)
    running = enqueue("make", now=NOW)
    Job.objects.filter(pk=running.pk).update(state=STATES.RUNNING, leased_until=NOW)
    done = enqueue("make", now=NOW)
    Job.objects.filter(pk=done.pk).update(state=STATES.DONE)
    cancel(Job.objects.all(), now=NOW)
    found = list(Job.objects.order_by("pk").values_list("state", "is_to_stop"))
    assert found == [("cancelled", False), ("running", True), ("done", False)]
    waiting.refresh_from_db()
    assert waiting.is_over
    assert waiting.finished_at == NOW


def test_one_whose_worker_was_lost_is_cancelled_at_once():
    enqueue("make", now=NOW)
    job = claim(now=NOW)
    assert job is not None
    now = NOW + LEASE + dt.timedelta(seconds=1)
    cancel(Job.objects.all(), now=now)
    found = Job.objects.get()
    assert (found.state, found.finished_at) == (STATES.CANCELLED, now)
    assert not finish(job, STATES.DONE, now=now)


def test_one_to_be_stopped_whose_worker_was_lost_can_be_tried_again():
    enqueue("make", now=NOW)
    slow = claim(now=NOW)
    assert slow is not None
    cancel(Job.objects.all(), now=NOW)
    assert try_again(Job.objects.all(), now=NOW) == 0
    now = NOW + LEASE + dt.timedelta(seconds=1)
    assert try_again(Job.objects.all(), now=now) == 1
    found = Job.objects.get()
    assert (found.state, found.is_to_stop) == (STATES.WAITING, False)
    assert not finish(slow, STATES.DONE, now=now)


@pytest.mark.parametrize("state", [STATES.DONE, STATES.FAILED])
def test_what_is_to_be_stopped_can_only_be_cancelled(state):
    enqueue("make", now=NOW)
    job = claim(now=NOW)
    assert job is not None
    cancel(Job.objects.all(), now=NOW)
    assert not finish(job, state, now=NOW)
    assert not wait(job, until=NOW)
    assert finish(job, STATES.CANCELLED, now=NOW)


def test_what_waits_is_put_off_but_not_what_waits_longer_or_runs():
    early, late, runs = (enqueue("make", now=NOW) for _ in range(3))
    until = NOW + dt.timedelta(minutes=1)
    later = NOW + dt.timedelta(hours=1)
    Job.objects.filter(pk=late.pk).update(run_at=later)
    Job.objects.filter(pk=runs.pk).update(state=STATES.RUNNING)
    put_off(Job.objects.all(), until=until)
    for job, at in ((early, until), (late, later), (runs, NOW)):
        job.refresh_from_db()
        assert job.run_at == at


def test_a_job_set_aside_waits_again_as_if_new():
    job = enqueue("make", now=NOW)
    assert set_aside(Job.objects.all(), now=NOW) == 1
    Job.objects.update(tries=3, error="ValueError", is_to_stop=True)
    later = NOW + dt.timedelta(days=1)
    assert try_again(Job.objects.all(), now=later) == 1
    job.refresh_from_db()
    assert (job.state, job.tries, job.run_at) == (STATES.WAITING, 0, later)
    assert (job.error, job.is_to_stop, job.finished_at) == ("", False, None)


@pytest.mark.parametrize("state", [STATES.RUNNING, STATES.DONE, STATES.WAITING])
def test_only_what_is_set_aside_or_cancelled_is_tried_again(state):
    enqueue("make", now=NOW)
    Job.objects.update(state=state, tries=2)
    assert try_again(Job.objects.all(), now=NOW) == 0
    assert Job.objects.get().tries == 2


@pytest.mark.parametrize(
    ("state", "days", "is_left"),
    [
        (STATES.DONE, 13, True),
        (STATES.DONE, 15, False),
        (STATES.CANCELLED, 15, False),
        (STATES.FAILED, 15, True),
        (STATES.FAILED, 91, False),
        (STATES.WAITING, 400, True),
    ],
)
def test_jobs_long_over_are_forgotten(state, days, is_left):
    enqueue("make", now=NOW)
    over = None if state == STATES.WAITING else NOW
    Job.objects.update(state=state, finished_at=over)
    forget_jobs(now=NOW + dt.timedelta(days=days))
    assert Job.objects.exists() == is_left


def test_a_learner_who_goes_takes_their_jobs_along():
    user = make_user()
    enqueue("make", user=user, now=NOW)
    enqueue("make", now=NOW)
    user.delete()
    assert Job.objects.count() == 1
