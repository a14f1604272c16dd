from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from flashcards.backups.faults import BackupFault
from flashcards.backups.restoring import restore


class Command(BaseCommand):
    help = "Loads a backup into an empty database: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        force = "put it in the place of all that the database holds"
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help=force)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = restore(
                connection, options["file"].resolve(), replaces=options["force"]
            )
        except BackupFault as error:
            raise CommandError(f"Not restored: {error}.") from error
        self.stdout.write(restored.summary())
