"""How much waits: due cards by deck and level, within each deck's limits."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from decks.accounts.models import User
from decks.study import plan_statements
from decks.study.queue import DayLimits
from decks.study.rows import fetch_all

DUE_COUNT_CAP = 1000
"""Counting stops here; pages say "999+"."""


@dataclasses.dataclass
class Due:
    """One deck's due cards.

    `waiting` and `reviews` are counts by last level (index 0 unused), of cards whose
    delay of minutes ran out and of cards in the review phase; `withheld_new` are new
    cards that are put aside or hidden. Counting stops at DUE_COUNT_CAP.
    """

    waiting: list[int] = dataclasses.field(default_factory=lambda: [0] * 6)
    reviews: list[int] = dataclasses.field(default_factory=lambda: [0] * 6)
    withheld_new: int = 0

    def within(self, limits: DayLimits) -> "Due":
        """The same with at most the reviews that the day still allows."""
        if sum(self.reviews) <= limits.reviews:
            return self
        shares = _shared_out(self.reviews, limits.reviews)
        return dataclasses.replace(self, reviews=shares)

    @property
    def by_level(self) -> list[int]:
        """All of them by last level."""
        pairs = zip(self.waiting, self.reviews, strict=True)
        return [waiting + reviews for waiting, reviews in pairs]

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.waiting) + sum(self.reviews)


def _shared_out(counts: list[int], most: int) -> list[int]:
    """`most` cards in the proportion of `counts` (largest remainders)."""
    total = sum(counts)
    shares = [count * most // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda i: -(counts[i] * most % total))
    for index in by_rest[: most - sum(shares)]:
        shares[index] += 1
    return shares


def due_by_deck(
    user: User, deck_ids: Iterable[int], *, now: dt.datetime
) -> dict[int, Due]:
    """What is due by deck, whatever the limits. One statement."""
    by_deck = {deck_id: Due() for deck_id in deck_ids}
    rows = fetch_all(
        plan_statements.DUE_COUNTS,
        {
            "user": user.pk,
            "decks": list(by_deck),
            "now": now,
            "most": DUE_COUNT_CAP,
        },
    )
    for deck_id, level, is_review, count in rows:
        due = by_deck[deck_id]
        if not level:
            due.withheld_new = count
        elif is_review:
            due.reviews[level] += count
        else:
            due.waiting[level] += count
    return by_deck


def due_counts(
    user: User, limits: Mapping[int, DayLimits], *, now: dt.datetime
) -> dict[int, int]:
    """Due cards by deck within the limits. One statement."""
    by_deck = due_by_deck(user, limits, now=now)
    return {deck: due.within(limits[deck]).count for deck, due in by_deck.items()}
