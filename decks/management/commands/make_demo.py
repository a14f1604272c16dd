import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from decks.management.prepared import PreparedCommand
from decks.transfer.demo.making import DAYS, SEED, make_demo
from decks.transfer.demo.sign_ins import made_line, sign_in_lines
from decks.transfer.demo.timetable import Span


class Command(PreparedCommand):
    help = "Fills the site with twelve example learners, their decks and their history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=dt.datetime.fromisoformat, metavar="ISO")
        parser.add_argument("--days", type=int, default=DAYS)
        parser.add_argument("--seed", default=SEED)
        parser.add_argument("--processes", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            what = "Its learners share a printed password; nothing was changed."
            raise CommandError(f"The demo is not for production. {what}")
        now = options["now"] or timezone.now()
        if now.tzinfo is None:
            raise CommandError("--now needs a time zone, as in 2026-11-24T12:00+00:00.")
        begun = time.monotonic()
        span = Span(now, options["days"], options["seed"])
        made = make_demo(span, process_count=options["processes"])
        self.stdout.write(made_line(made, seconds=time.monotonic() - begun))
        for line in sign_in_lines():
            self.stdout.write(line)
