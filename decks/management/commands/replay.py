from typing import Any

from django.core.management.base import CommandError, CommandParser

from decks.management.prepared import PreparedCommand
from decks.models import User
from decks.study.repair.states import learner_named, learners, replay_states


class Command(PreparedCommand):
    help = "Compares every card's state with what the log of ratings gives."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", metavar="EMAIL", help="only this learner")
        parser.add_argument("--fix", action="store_true", help="write what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["user"]
        try:
            users = learners() if email is None else [learner_named(email)]
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the address {email}.") from error
        replayed = replay_states(users, fix=options["fix"])
        for line in replayed.summary():
            self.stdout.write(line)
        if replayed.left_count:
            raise SystemExit(1)
