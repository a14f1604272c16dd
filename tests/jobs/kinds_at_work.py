"""Kinds of jobs whose effects can be counted: each run makes a deck."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from decks.jobs.kinds import Kind
from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.queueing import cancel
from decks.models import Deck


def made(title: str = "") -> int:
    decks = Deck.objects.filter(title__startswith="made by a job")
    return decks.filter(title__endswith=title).count()


def make_deck(running: Running) -> None:
    Deck.objects.create(title=f"made by a job {running.job.payload.get('title', '')}")


def make_deck_and_fail(running: Running) -> None:
    make_deck(running)
    raise ValueError("a card's own words")


def make_deck_and_miss(running: Running) -> None:
    make_deck(running)
    raise TimeoutError


def is_timeout(error: Exception) -> bool:
    return isinstance(error, TimeoutError)


def tell_and_go_on_until_stopped(running: Running) -> None:
    make_deck(running)
    for count in range(1, 1000):
        running.tell(count, 1000)
        threading.Event().wait(0.05)


def make_deck_and_be_cancelled(running: Running) -> None:
    """Somebody cancels it when all is written."""
    make_deck(running)
    in_another_connection(
        lambda: cancel(Job.objects.filter(pk=running.job.pk), now=timezone.now())
    )


def be_cancelled_and_fail(running: Running) -> None:
    make_deck_and_be_cancelled(running)
    raise ValueError


def in_another_connection(work: Callable[[], None]) -> None:
    def work_and_close() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=work_and_close)
    thread.start()
    thread.join()


def die(running: Running) -> None:
    make_deck(running)
    os.kill(os.getpid(), signal.SIGKILL)


def make_deck_of_failure(job: Job) -> None:
    Deck.objects.create(title=f"made by a job that failed {job.error}")


def wait_for_a_file(running: Running) -> None:
    """Writes a file when it has begun, ends when a second one is there."""
    make_deck(running)
    place = running.job.payload["place"]
    Path(f"{place}.begun").touch()
    while not Path(f"{place}.end").exists():
        running.check()
        threading.Event().wait(0.05)


KINDS = {
    "make": Kind(make_deck),
    "make apart": Kind(make_deck, is_atomic=False),
    "fail": Kind(make_deck_and_fail, gave_up=make_deck_of_failure),
    "miss": Kind(
        make_deck_and_miss, is_away=is_timeout, waits_seconds_away=(1, 2, 3, 4, 5)
    ),
    "cancelled at last": Kind(make_deck_and_be_cancelled),
    "cancelled and fails": Kind(be_cancelled_and_fail),
    "cancelled and fails for good": Kind(
        be_cancelled_and_fail, gave_up=make_deck_of_failure, waits_seconds=()
    ),
    "make slowly": Kind(make_deck, is_long=True),
    "go on": Kind(tell_and_go_on_until_stopped),
    "die": Kind(die),
    "wait": Kind(wait_for_a_file),
}
