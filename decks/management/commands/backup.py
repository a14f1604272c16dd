from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from flashcards.backups.faults import BackupFault
from flashcards.backups.saving import save
from flashcards.backups.shelf import REGULAR, keep_newest


class Command(BaseCommand):
    help = "Saves the whole database into a new file; the site may go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        folder, keep = settings.BACKUPS_DIR, "remove all but the newest N backups"
        parser.add_argument("--to", type=Path, metavar="FOLDER", default=folder)
        parser.add_argument("--keep", type=int, metavar="N", help=keep)

    def handle(self, *args: Any, **options: Any) -> None:
        folder, keep = options["to"].resolve(), options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        removed = []
        try:
            saved = save(connection, folder, now=timezone.now())
            if keep is not None:
                removed = keep_newest(folder, REGULAR, keep, saved.path)
        except BackupFault as error:
            raise CommandError(f"No backup: {error}.") from error
        self.stdout.write(saved.summary())
        if removed:
            self.stdout.write(f"Removed {len(removed)} older.")
