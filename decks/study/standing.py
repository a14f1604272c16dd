"""How well a learner knows a deck: cards by level, and what follows from that."""

import dataclasses
from collections.abc import Iterable

from decks.scheduling.percents import whole_percent
from decks.study.models import Enrolment

MASTERY_BY_LEVEL = (0, 0, 25, 50, 75, 100)
"""Percent that a card counts for: new, then levels 1 to 5 (SCHEDULER)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """One deck's cards for one learner: `counts` by level, 0 for new, then 1 to 5."""

    counts: tuple[int, int, int, int, int, int]
    mastered_count: int
    stuck_count: int = 0

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
        """Mean over all cards, 100 only if all are; 0 for a deck without any."""
        total = sum(
            count * percent
            for count, percent in zip(self.counts, MASTERY_BY_LEVEL, strict=True)
        )
        return whole_percent(total, 100 * self.card_count)


def standing_of(enrolment: Enrolment) -> Standing:
    """The deck's standing from the counts that ratings keep. No statement.

    The enrolment carries its deck.
    """
    row = enrolment
    seen = (row.level_1, row.level_2, row.level_3, row.level_4, row.level_5)
    new = max(0, row.deck.card_count - sum(seen))
    return Standing((new, *seen), row.mastered, row.stuck)


def mastery_percents(enrolments: Iterable[Enrolment]) -> dict[str, int]:
    """Mastery by deck id, keyed by text as JSON wants it."""
    return {str(row.deck_id): standing_of(row).mastery_percent for row in enrolments}
