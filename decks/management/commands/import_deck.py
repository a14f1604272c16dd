from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decks.models import Deck
from decks.transfer import formats
from decks.transfer.file_import import import_file, preview_file


class Command(BaseCommand):
    help = "Imports a file of cards, or brings an imported deck to its edited text."

    def add_arguments(self, parser: CommandParser) -> None:
        choices = [formats.AUTO, *formats.READERS]
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", metavar="EMAIL", default="")
        parser.add_argument("--title", default="")
        parser.add_argument("--format", choices=choices, default=formats.AUTO)
        parser.add_argument("--visibility", choices=Deck.Visibility.values, default="")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = {"format_name": options["format"], "as_json": options["json"]}
        try:
            if options["dry_run"]:
                self.stdout.write(preview_file(options["file"], **reading))
                return
            done = import_file(
                options["file"],
                owner_email=options["owner"],
                title=options["title"],
                visibility=options["visibility"],
                **reading,
            )
        except formats.NotADeck as error:
            raise CommandError(str(error)) from error
        self.stdout.write(done)
