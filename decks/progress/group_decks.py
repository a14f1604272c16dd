"""The decks that a group shares: what it knows of them, and what it finds hard."""

import dataclasses
import datetime as dt
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.figures import shown_cards
from decks.groups.models import GroupDeck
from decks.progress import group_statements
from decks.study.rows import fetch_all
from decks.study.standing import MASTERY_BY_LEVEL

HARD_SHOWN = 3
HARD_MAX = 50
_FEW = 2
"""Figures of fewer than a half of the cards are said to be few."""


@dataclasses.dataclass(frozen=True, slots=True)
class HardCard:
    """A card that two people or more, and at least a quarter of those who are counted,
    rated 1 or 2 last, or just before on the same day: whoever misses a card rates it
    again that day."""

    deck_id: int
    card_id: int
    question: str
    level: int
    low: int
    raters: int

    @property
    def is_low_for_half(self) -> bool:
        """Then the card itself may be at fault."""
        return self.low * 2 >= self.raters


@dataclasses.dataclass(frozen=True, slots=True)
class SharedDeck:
    """A deck of the group. `levels` are the numbers of its cards by what the group
    knows of them, 1 to 5; `hard` the first few of its `hard_count` hard cards."""

    share: GroupDeck
    levels: tuple[int, ...]
    hard_count: int
    hard: list[HardCard]

    @property
    def deck(self) -> Deck:
        return self.share.deck

    @property
    def counted(self) -> int:
        """Cards of which the group knows something."""
        return sum(self.levels)

    @property
    def is_few(self) -> bool:
        return self.counted * _FEW < self.deck.card_count

    @property
    def counts(self) -> tuple[int, ...]:
        """Six numbers, New to 5; a card without a figure stands with the new ones."""
        return (max(0, self.deck.card_count - self.counted), *self.levels)

    @property
    def mastery_percent(self) -> int:
        """Mean over all cards, as for one learner; 0 for a deck without any."""
        cards = sum(self.counts)
        total = sum(
            count * percent
            for count, percent in zip(self.counts, MASTERY_BY_LEVEL, strict=True)
        )
        return round(total / cards) if cards else 0


def shared_decks(group_id: int, *, now: dt.datetime) -> list[SharedDeck]:
    """The group's decks in its order. Three statements, however many."""
    shares = GroupDeck.objects.filter(group=group_id, deck__deleted_at=None)
    shares = shares.select_related("deck").order_by("position", "pk")
    given = shown_cards(group_id, now=now)
    levels: dict[int, list[int]] = {}
    hard_counts: dict[int, int] = {}
    rows = fetch_all(group_statements.DECK_LEVELS, given)
    for deck_id, level, count, higher, hard in rows:
        here = levels.setdefault(deck_id, [0] * 5)
        here[level - 1] += count - higher
        here[min(level, 4)] += higher
        hard_counts[deck_id] = hard_counts.get(deck_id, 0) + hard
    cards = _hard_cards(given)
    return [
        SharedDeck(
            share,
            tuple(levels.get(share.deck_id, [0] * 5)),
            hard_counts.get(share.deck_id, 0),
            cards.get(share.deck_id, []),
        )
        for share in shares
    ]


def _hard_cards(given: dict[str, Any]) -> dict[int, list[HardCard]]:
    rows = fetch_all(group_statements.HARD_CARDS, given | {"most": HARD_SHOWN})
    by_deck: dict[int, list[HardCard]] = {}
    for row in rows:
        card = HardCard(*row)
        by_deck.setdefault(card.deck_id, []).append(card)
    return by_deck


def hardest(user: User, group_id: int, *, now: dt.datetime) -> list[tuple[int, int]]:
    """(deck id, card id) of the group's hardest cards, at most HARD_MAX, of decks that
    this person may read. Two statements."""
    shared = Deck.objects.readable_by(user).filter(shares__group=group_id)
    given = shown_cards(group_id, now=now) | {
        "decks": list(shared.values_list("pk", flat=True)),
        "most": HARD_MAX,
    }
    return [(row[0], row[1]) for row in fetch_all(group_statements.HARDEST, given)]
