"""Several processes that write histories, each with a Django of its own.

Nothing here imports models before Django is set up: a new process reads this module,
and what it is handed, first of all. Started anew, not forked: a fork would share the
parent's connections.
"""

import multiprocessing
from collections.abc import Sequence

import django

from decks.transfer.demo.people import Person
from decks.transfer.demo.timetable import Span


def write_in_processes(
    people: Sequence[Person], span: Span, *, database_name: str, process_count: int
) -> None:
    """Have the histories written, each by whichever process comes to it first.

    Returns when all have ended. One that failed has said why, and left its history to
    the caller.
    """
    context = multiprocessing.get_context("spawn")
    running = [
        context.Process(target=_write, args=(people, span, database_name))
        for _ in range(process_count)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()


def _write(people: Sequence[Person], span: Span, database_name: str) -> None:
    django.setup()
    from django.db import connection

    from decks.transfer.demo.making import write_history

    connection.settings_dict["NAME"] = database_name
    for person in people:
        write_history(person, span, may_wait=False)
