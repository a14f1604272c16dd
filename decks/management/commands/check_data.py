"""Looks for twelve kinds of damage. `--fix` repairs those marked *; the rest is told.

 1 * states that differ from the log
 2 * rated cards without a state
 3   states of cards that the log does not know
 4   cards whose log has a gap or a double
 5   ratings that cannot be played
 6 * day counters that differ from the log
 7 * counts of a learner's cards that differ from their states
 8 * decks that do not count their cards
 9 * states that lie in another deck than their card
10 * sittings out of step with their ratings
11   ratings out of time or place
12 * settings that no day can be planned with (but for time zones and day starts)
   * and beside them counts of unread notices that are wrong
"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from decks.management.prepared import PreparedCommand
from decks.notices.counting import check_unread
from decks.study.repair.checking import check_data


class Command(PreparedCommand):
    help = "Looks for twelve kinds of damage in what learners have done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="repair what is safe")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_data(fix=options["fix"], now=timezone.now())
        unread = check_unread(fix=options["fix"])
        for line in (*unread.summary(), *checked.summary()):
            self.stdout.write(line)
        if checked.left_count or unread.left_count:
            raise SystemExit(1)
