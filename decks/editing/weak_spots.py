"""Where a deck is weak: cards that are stuck, too long, blank or never looked at."""

import dataclasses

from django.db.models import Count

from decks.cards.models import Card, Deck
from decks.editing.card_filter import LONG_CHARACTERS, OF_LEARNERS, weak_cards
from decks.study.counters import STUCK_LAPSES
from decks.study.models import ReviewState

HARDEST_SHOWN = 5


@dataclasses.dataclass(frozen=True, slots=True)
class WeakSpot:
    """One kind: `show` is its filter of the deck's list."""

    show: str
    count: int
    words: str
    advice: str


@dataclasses.dataclass(frozen=True, slots=True)
class Hard:
    """A card that is stuck for so many learners."""

    card: Card
    learners: int


def weak_spots(deck: Deck, *, tells_of_learners: bool = True) -> list[WeakSpot]:
    """All four kinds, with how many cards each has; without those OF_LEARNERS two.

    A statement each, of this deck.
    """
    kinds = [show for show in _WORDS if tells_of_learners or show not in OF_LEARNERS]
    return [WeakSpot(show, _count(deck, show), *_WORDS[show]) for show in kinds]


def hardest(deck: Deck) -> list[Hard]:
    """The cards that are stuck for the most learners. Two statements."""
    stuck = ReviewState.objects.filter(
        deck=deck, prompt=0, phase__isnull=False, lapse_count__gte=STUCK_LAPSES
    )
    counted = stuck.values("card_id").annotate(learners=Count("user_id"))
    rows = list(counted.order_by("-learners", "card_id")[:HARDEST_SHOWN])
    cards = Card.objects.in_bulk([row["card_id"] for row in rows])
    return [
        Hard(cards[row["card_id"]], row["learners"])
        for row in rows
        if row["card_id"] in cards
    ]


def _count(deck: Deck, show: str) -> int:
    return weak_cards(Card.objects.filter(deck=deck), show).count()


_WORDS = {
    "hard": (
        "stuck",
        f"Somebody missed them {STUCK_LAPSES} times or more. Ask one thing at a time, "
        "or say it in other words.",
    ),
    "long": (
        "over-long",
        f"A side has more than {LONG_CHARACTERS:,} characters. Several cards are "
        "learned more easily.",
    ),
    "blank": ("without answer", "There is nothing to check oneself against."),
    "unseen": ("never studied", "Nobody has rated them yet."),
}
