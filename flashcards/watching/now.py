"""Figures that are looked up when somebody asks: jobs, the pool, memory."""

import multiprocessing
import os
from collections.abc import Iterator

import psutil
from django.db import connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from decks.jobs.counting import JobFigure, job_figures
from decks.jobs.models import Job
from flashcards.watching.asking import NoAnswer, ask

_POOL = {
    "pool_size": "Connections of this worker's pool.",
    "pool_available": "Of these, not in use.",
    "requests_waiting": "Threads that wait for one.",
}


def figures_now() -> Iterator[Metric]:
    """One statement, where the database answers."""
    yield from _of_database()
    yield from _of_pool()
    yield _of_memory()


def _of_database() -> Iterator[Metric]:
    try:
        jobs = ask(job_figures)
    except NoAnswer:
        jobs = None
    words = "Whether the database answers (1) or not (0)."
    yield GaugeMetricFamily(
        "flashcards_database_up", words, value=int(jobs is not None)
    )
    if jobs is not None:
        yield from _of_jobs(jobs)


def _of_jobs(jobs: list[JobFigure]) -> Iterator[Metric]:
    words = "Jobs that are kept, by kind and state (failed: set aside)."
    counted = GaugeMetricFamily("flashcards_jobs", words, labels=["kind", "state"])
    for job in jobs:
        counted.add_metric([job.kind, job.state], job.count)
    yield counted
    waiting = [job.first_run_at for job in jobs if job.state == Job.State.WAITING]
    late = (timezone.now() - min(waiting)).total_seconds() if waiting else 0
    yield GaugeMetricFamily(
        "flashcards_jobs_oldest_waiting_seconds",
        "How long the first waiting job is overdue.",
        value=max(0.0, late),
    )


def _of_pool() -> Iterator[Metric]:
    pool = connection.pool  # type: ignore[attr-defined]  # of Django's Postgres backend
    if pool is None:
        return
    stats: dict[str, int] = pool.get_stats()
    worker = str(os.getpid())
    for name, words in _POOL.items():
        figure = GaugeMetricFamily(
            f"flashcards_database_{name}", words, labels=["worker"]
        )
        figure.add_metric([worker], stats.get(name, 0))
        yield figure


def _of_memory() -> Metric:
    words = "Resident memory of the server and its workers."
    memory = GaugeMetricFamily("flashcards_memory_bytes", words, labels=["process"])
    for process in _processes():
        try:
            memory.add_metric([str(process.pid)], process.memory_info().rss)
        except psutil.Error:
            continue  # it has just ended
    return memory


def _processes() -> list[psutil.Process]:
    """The server and what it started; a process that serves alone is the only one."""
    if multiprocessing.parent_process() is None:
        return [psutil.Process()]
    server = psutil.Process(os.getppid())
    return [server, *server.children()]
