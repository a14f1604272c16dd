from typing import Any

from decks.management.prepared import PreparedCommand
from decks.transfer.lambda_deck import import_lambda_deck
from decks.transfer.reports import summary_lines


class Command(PreparedCommand):
    help = "Brings the AWS Lambda deck that ships with the program; once for each text."

    def handle(self, *args: Any, **options: Any) -> None:
        imported = import_lambda_deck()
        if imported is None:
            self.stdout.write("AWS Lambda: already imported, nothing changed.")
            return
        for line in summary_lines(*imported):
            self.stdout.write(line)
