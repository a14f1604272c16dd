from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from decks.management.prepared import PreparedCommand
from decks.models import Deck
from decks.transfer import formats
from decks.transfer.file_import import chosen_reading, import_file, preview_file


class Command(PreparedCommand):
    help = "Imports a file of cards, or brings an imported deck to its edited text."

    def add_arguments(self, parser: CommandParser) -> None:
        choices = [formats.AUTO, *formats.READERS]
        encodings = [formats.AUTO, *formats.ENCODING_WORDS]
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", metavar="EMAIL", default="")
        parser.add_argument("--title", default="")
        parser.add_argument("--format", choices=choices, default=formats.AUTO)
        parser.add_argument("--separator", default="", help="tab, comma, … or the sign")
        parser.add_argument("--encoding", choices=encodings, default=formats.AUTO)
        parser.add_argument("--visibility", choices=Deck.Visibility.values, default="")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        ways = {name: options[name] for name in ("format", "separator", "encoding")}
        kept = {name: options[name] for name in ("title", "visibility")}
        owner, path = options["owner"], options["file"]
        try:
            shown = {"reading": chosen_reading(**ways), "as_json": options["json"]}
            if options["dry_run"]:
                done = preview_file(path, **shown)
            else:
                done = import_file(path, owner_email=owner, **kept, **shown)
        except formats.NotADeck as error:
            raise CommandError(str(error)) from error
        self.stdout.write(done)
