"""Running jobs: all of one or nothing, three tries, and never twice."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from decks.jobs.claiming import LEASE, claim
from decks.jobs.kinds import Schedule
from decks.jobs.models import Job
from decks.jobs.queueing import cancel, enqueue
from decks.jobs.running import Worker, run_job
from tests.jobs.kinds_at_work import KINDS, made

pytestmark = pytest.mark.django_db(transaction=True)

STATES = Job.State


def ask(kind="make", **given) -> Job:
    return enqueue(kind, now=timezone.now(), **given)


def only() -> Job:
    return Job.objects.get()


def let_pass(**time) -> None:
    """As if so much time had passed for all jobs."""
    past = dt.timedelta(**time)
    for job in Job.objects.all():
        job.run_at -= past
        job.leased_until = job.leased_until and job.leased_until - past
        job.save()


def test_a_job_is_run_once_and_is_done():
    ask()
    assert Worker(KINDS).work_off() == 1
    assert Worker(KINDS).work_off() == 0
    job = only()
    assert (job.state, job.tries, made()) == (STATES.DONE, 1, 1)
    assert (job.lease, job.leased_until) == (None, None)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.started_at <= job.finished_at


def test_the_one_that_waits_longest_is_first():
    now = timezone.now()
    for minutes in (1, 3, 2):
        enqueue("make", now=now, run_at=now - dt.timedelta(minutes=minutes))
    claimed = [claim(now=now) for _ in range(3)]
    assert [job and job.run_at for job in claimed] == sorted(
        Job.objects.values_list("run_at", flat=True)
    )


def test_what_takes_long_is_begun_while_nothing_else_is_due():
    for kind in ("make slowly", "make slowly", "make"):
        ask(kind)
    ask("make", run_at=timezone.now() + dt.timedelta(minutes=1))
    worker = Worker(KINDS)
    done = []
    while worker.run_next():
        done.append(Job.objects.order_by("-finished_at").exclude(finished_at=None)[0])
    assert [job.kind for job in done] == ["make", "make slowly", "make slowly"]
    assert done[1].pk < done[2].pk


def test_a_job_of_later_is_left():
    ask(run_at=timezone.now() + dt.timedelta(minutes=1))
    assert Worker(KINDS).work_off() == 0
    let_pass(minutes=2)
    assert Worker(KINDS).work_off() == 1


def test_a_job_that_fails_has_done_nothing_and_waits():
    ask("fail")
    assert Worker(KINDS).work_off() == 1
    job = only()
    assert (job.state, job.tries, made()) == (STATES.WAITING, 1, 0)
    assert job.run_at > timezone.now()


def test_after_three_tries_it_is_set_aside_and_somebody_is_told_once():
    ask("fail")
    for _ in range(5):
        Worker(KINDS).work_off()
        let_pass(minutes=5)
    job = only()
    assert (job.state, job.tries) == (STATES.FAILED, 3)
    assert made() == made(job.error) == 1


def test_a_kind_may_wait_longer_where_something_is_away():
    ask("miss")
    waits = []
    for _ in range(7):
        before = timezone.now()
        Worker(KINDS).work_off()
        waits.append(round((only().run_at - before).total_seconds()))
        let_pass(seconds=6)
        Job.objects.update(run_at=timezone.now())
    assert waits[:5] == [1, 2, 3, 4, 5]
    assert (only().state, only().tries, made()) == (STATES.FAILED, 6, 0)


def test_an_error_is_kept_by_kind_and_place_without_its_words(caplog):
    ask("fail")
    Worker(KINDS).work_off()
    assert only().error.startswith("ValueError in ")
    assert "kinds_at_work.py, line" in only().error
    assert "own words" not in only().error + caplog.text


def test_a_kind_that_is_not_known_is_set_aside():
    ask("of another version")
    Worker(KINDS).work_off()
    assert (only().state, only().error) == (
        STATES.FAILED,
        "There is no such kind of job.",
    )


def test_of_many_workers_each_takes_another_job():
    for _ in range(20):
        ask()
    threads = [threading.Thread(target=work_off_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(Job.objects.values_list("state", "tries")) == {(STATES.DONE, 1)}
    assert made() == 20


def work_off_and_close() -> None:
    Worker(KINDS).work_off()
    connection.close()


def test_a_lost_workers_job_is_taken_up_after_its_claim():
    ask()
    assert claim(now=timezone.now()) is not None
    assert Worker(KINDS).work_off() == 0
    let_pass(seconds=LEASE.total_seconds() + 1)
    assert Worker(KINDS).work_off() == 1
    assert (only().state, only().tries, made()) == (STATES.DONE, 2, 1)


def test_who_was_taken_for_lost_cannot_do_it_a_second_time():
    ask()
    slow = claim(now=timezone.now())
    assert slow is not None
    let_pass(seconds=LEASE.total_seconds() + 1)
    Worker(KINDS).work_off()
    run_job(slow, KINDS["make"])
    assert (only().state, made()) == (STATES.DONE, 1)


def test_a_job_whose_worker_is_lost_each_time_is_set_aside():
    ask()
    for _ in range(3):
        assert claim(now=timezone.now()) is not None
        let_pass(minutes=1)
    Worker(KINDS).work_off()
    assert (only().state, made()) == (STATES.FAILED, 0)
    assert only().error == "Its worker was lost each time."


def test_a_running_job_tells_how_far_it_is_and_can_be_cancelled():
    ask("go on")
    thread = threading.Thread(target=work_off_and_close)
    thread.start()
    while not only().done_count:
        assert thread.is_alive()
    assert only().total_count == 1000
    assert made() == 0
    cancel(Job.objects.all(), now=timezone.now())
    thread.join(timeout=10)
    assert (only().state, made()) == (STATES.CANCELLED, 0)


@pytest.mark.parametrize(
    "kind", ["cancelled at last", "cancelled and fails", "cancelled and fails for good"]
)
def test_one_cancelled_at_the_last_moment_has_done_nothing(kind):
    ask(kind)
    Worker(KINDS).run_next()
    assert (only().state, only().tries, made()) == (STATES.CANCELLED, 1, 0)
    assert only().finished_at is not None


def test_one_cancelled_before_its_worker_was_lost_is_not_run_again():
    ask()
    assert claim(now=timezone.now()) is not None
    cancel(Job.objects.all(), now=timezone.now())
    let_pass(seconds=LEASE.total_seconds() + 1)
    Worker(KINDS).work_off()
    assert (only().state, made()) == (STATES.CANCELLED, 0)


def test_a_job_that_is_alive_keeps_its_claim():
    ask("go on")
    thread = threading.Thread(target=work_off_and_close)
    thread.start()
    while not only().leased_until:
        assert thread.is_alive()
    first = only().leased_until
    while only().leased_until == first:
        assert thread.is_alive()
    cancel(Job.objects.all(), now=timezone.now())
    thread.join(timeout=10)


def test_what_is_done_regularly_is_done_once_in_its_time_by_all_workers():
    hourly = [Schedule("make", every=dt.timedelta(hours=1))]
    now = dt.datetime(2026, 3, 2, 9, 59, tzinfo=dt.UTC)
    workers = [Worker(KINDS, hourly), Worker(KINDS, hourly)]
    for minutes in (0, 0, 1, 2, 60):
        for worker in workers:
            worker.schedule(now=now + dt.timedelta(minutes=minutes))
    assert Job.objects.count() == 2


def test_asking_again_costs_nothing_before_it_is_time(django_assert_num_queries):
    worker = Worker(KINDS, [Schedule("make", every=dt.timedelta(hours=1))])
    now = dt.datetime(2026, 3, 2, 9, 1, tzinfo=dt.UTC)
    worker.schedule(now=now)
    with django_assert_num_queries(0):
        worker.schedule(now=now + dt.timedelta(minutes=1))
