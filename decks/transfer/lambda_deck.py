"""The deck that ships with the program: 47 AWS Lambda cards, a public deck of the site.

Its text is imported once: what staff change in the deck afterwards stays, until a
release brings another text.
"""

from django.utils import timezone

from decks.cards.models import Deck
from decks.cards.ownership import BUILT_IN
from decks.transfer import formats
from decks.transfer.files import LAMBDA_DECK, fingerprint, read_file
from decks.transfer.formats import ParsedDeck
from decks.transfer.run import (
    ImportSummary,
    Target,
    import_cards,
    is_imported,
)

TARGET = Target(
    source_key=f"{BUILT_IN}aws-lambda",
    title="AWS Lambda",
    description=(
        "Notes for an AWS certification, copied from a study page: execution context,"
        " concurrency, invocation, layers, VPC and more."
    ),
    visibility=Deck.Visibility.PUBLIC,
)


def import_lambda_deck() -> tuple[ParsedDeck, ImportSummary] | None:
    """Import the shipped text; None where this very text was imported before."""
    data = read_file(LAMBDA_DECK)
    mark = fingerprint(data)
    if is_imported(TARGET, mark):
        return None
    parsed = formats.read(data)
    done = import_cards(parsed, TARGET, now=timezone.now(), fingerprint=mark)
    return parsed, done
