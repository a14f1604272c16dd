"""How well a learner knows a deck: cards by level, and what follows from that."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Count, Q

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.study.models import ReviewState

MASTERY_BY_LEVEL = (0, 0, 25, 50, 75, 100)
"""Percent that a card counts for: new, then levels 1 to 5 (SCHEDULER)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """One deck's cards for one learner: `counts` by level, 0 for new, then 1 to 5."""

    counts: tuple[int, int, int, int, int, int]
    mastered_count: int

    @property
    def card_count(self) -> int:
        """All cards of the deck."""
        return sum(self.counts)

    @property
    def learning_count(self) -> int:
        """Cards seen and not mastered."""
        return sum(self.counts[1:]) - self.mastered_count

    @property
    def mastery_percent(self) -> int:
        """Mean over all cards; 0 for a deck without any."""
        total = sum(
            count * percent
            for count, percent in zip(self.counts, MASTERY_BY_LEVEL, strict=True)
        )
        return round(total / self.card_count) if self.card_count else 0


def standings(user: User, decks: Sequence[Deck]) -> dict[int, Standing]:
    """Each deck's standing by deck id. One statement over their states."""
    by_deck: dict[int, list[int]] = {deck.pk: [0] * 6 for deck in decks}
    mastered = dict.fromkeys(by_deck, 0)
    rows = (
        ReviewState.objects.filter(user=user, deck_id__in=list(by_deck), prompt=0)
        .values_list("deck_id", "last_level")
        .annotate(
            cards=Count("card_id"),
            mastered=Count(
                "card_id", filter=Q(last_level__gte=4, previous_level__gte=4)
            ),
        )
    )
    for deck_id, level, cards, mastered_cards in rows:
        by_deck[deck_id][level] += cards
        mastered[deck_id] += mastered_cards
    for deck in decks:
        counts = by_deck[deck.pk]
        counts[0] = max(0, deck.card_count - sum(counts[1:]))
    return {
        deck_id: Standing(tuple(counts), mastered[deck_id])  # type: ignore[arg-type]
        for deck_id, counts in by_deck.items()
    }


def mastery_percents(user: User, decks: Sequence[Deck]) -> dict[str, int]:
    """Mastery by deck id, keyed by text as JSON wants it."""
    return {
        str(deck_id): standing.mastery_percent
        for deck_id, standing in standings(user, decks).items()
    }
