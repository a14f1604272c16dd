"""Commands that work on what people did need every table as this version has it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from flashcards.schema import is_migrated


class PreparedCommand(BaseCommand):
    """Ends in one line, before it begins, where migrations are to come.

    `--dry-run` writes nothing and is let through.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not options.get("dry_run") and not is_migrated(connection):
            what = "run `python -m flashcards.prepare` first; nothing was changed"
            raise CommandError(f"The database is not ready for this version: {what}.")
        return super().execute(*args, **options)
