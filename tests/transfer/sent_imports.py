"""Large imports in tests: a text of many cards, sent as the page sends it."""

from django.utils import timezone

from decks.models import Deck, SentImport, User
from decks.transfer import formats, sent_wishes
from decks.transfer.formats import Reading
from decks.transfer.sent import AT_ONCE_MAX_CARDS, send_import
from tests.transfer.saves import wish_of

COUNT = AT_ONCE_MAX_CARDS + 1
MANY = "\n".join(f"Question {number}\tAnswer {number}" for number in range(COUNT))
FEW = "France\tParis\nSpain\tMadrid"
READING = Reading(encoding="utf-8")


def send(user: User, deck: Deck | None = None, text: str = MANY) -> SentImport:
    """Sent now by somebody who saw the present plan."""
    parsed = formats.read(text.encode(), READING)
    wish = wish_of(user, parsed, deck)
    now = timezone.now()
    return send_import(wish, text.encode(), READING, name="Rivers", now=now)


def send_again(sent: SentImport, user: User) -> SentImport:
    """The very same form."""
    wish, reading = sent_wishes.read(sent.wish, user)
    now = timezone.now()
    return send_import(wish, FEW.encode(), reading, name="Rivers", now=now)


def anew(sent: SentImport) -> SentImport:
    """As its row is now."""
    return SentImport.objects.select_related("job").get(pk=sent.pk)
