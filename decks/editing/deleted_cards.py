"""What lies in a deck's trash, by when it was deleted."""

import dataclasses
import datetime as dt

from django.db.models import Count

from decks.cards.models import RESTORABLE_DAYS, Card, Deck
from decks.study.recording import moment_us

DELETIONS_SHOWN = 100
EXAMPLES = 3

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LATEST_US = 253_000_000_000_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class Deletion:
    """Cards that were deleted at one moment; `cards` are the first EXAMPLES of them."""

    deleted_at: dt.datetime
    count: int
    cards: list[Card]

    @property
    def moment_us(self) -> int:
        """The moment as an address names it."""
        return moment_us(self.deleted_at)

    @property
    def until(self) -> dt.datetime:
        """Until when they can be brought back."""
        return self.deleted_at + dt.timedelta(days=RESTORABLE_DAYS)


def moment_from(us: int) -> dt.datetime:
    """A moment that `moment_us` gave; one that cannot be is the latest there is."""
    return _EPOCH + dt.timedelta(microseconds=min(us, _LATEST_US))


def deletions(deck: Deck, *, now: dt.datetime) -> list[Deletion]:
    """The last DELETIONS_SHOWN, the latest first. Two statements."""
    since = now - dt.timedelta(days=RESTORABLE_DAYS)
    trashed = Card.objects.filter(deck__trash_of=deck, deleted_at__gt=since)
    by_moment = trashed.order_by().values_list("deleted_at").annotate(count=Count("pk"))
    counted = list(by_moment.order_by("-deleted_at")[:DELETIONS_SHOWN])
    examples = _examples(deck, [moment for moment, _ in counted])
    return [
        Deletion(moment, count, examples.get(moment, [])) for moment, count in counted
    ]


def _examples(deck: Deck, moments: list[dt.datetime]) -> dict[dt.datetime, list[Card]]:
    found: dict[dt.datetime, list[Card]] = {}
    for card in Card.objects.raw(_FIRST, [moments, deck.pk, EXAMPLES]):
        if card.deleted_at is not None:
            found.setdefault(card.deleted_at, []).append(card)
    return found


_FIRST = """
    SELECT f.* FROM unnest(%s::timestamptz[]) AS m(moment) CROSS JOIN LATERAL (
        SELECT c.* FROM decks_card c JOIN decks_deck d ON d.id = c.deck_id
        WHERE d.trash_of_id = %s AND c.deleted_at = m.moment
        ORDER BY c.position, c.id LIMIT %s
    ) AS f
"""
