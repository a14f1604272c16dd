import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from decks.jobs.running import Worker
from decks.work import KINDS, SCHEDULES


class Command(BaseCommand):
    help = (
        "Does the work that waits beside the site: large imports, mail, cleaning up."
        " Runs until Ctrl-C or SIGTERM; what it is at then, it finishes."
        " Several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now, then end"
        )
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PID",
            help="end when this process, which started it, does",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent = options["with_parent"]
        is_over = lambda: parent is not None and os.getppid() != parent  # noqa: E731
        worker = Worker(KINDS, SCHEDULES, stop=stop, is_over=is_over)
        if options["once"]:
            self.stdout.write(f"Jobs done: {worker.work_off():,}.")
        else:
            worker.work()
