"""What a wanted recall costs: about how many reviews a day."""

import dataclasses
from collections.abc import Mapping

from decks.accounts.models import User
from decks.accounts.study_options import Options
from decks.scheduling.fsrs import exact_interval_days
from decks.study.rows import fetch_all

COMPARED_PERCENTS = (80, 85, 90, 95)
KNOWN_FROM_CARDS = 20
"""With fewer known cards there is nothing to reckon with."""

_REVIEWS_A_DAY = """
    SELECT w.place, count(*), sum(1 / greatest(1, least(
        e.longest_days, round(s.stability_days * w.days_each)
    )))
    FROM unnest(%(decks)s::bigint[], %(longest)s::int[]) AS e(deck_id, longest_days)
    JOIN decks_reviewstate s ON s.user_id = %(user)s AND s.deck_id = e.deck_id
    CROSS JOIN unnest(%(days_each)s::float8[]) WITH ORDINALITY AS w(days_each, place)
    WHERE s.prompt = 0 AND s.phase = 2 AND s.put_aside_at IS NULL
    GROUP BY w.place ORDER BY w.place
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Price:
    """About so many reviews a day at this wanted recall."""

    retention_percent: int
    reviews_per_day: float
    is_chosen: bool

    @property
    def words(self) -> str:
        """`23`, or `under 1`."""
        count = round(self.reviews_per_day)
        return str(count) if count else "under 1"


@dataclasses.dataclass(frozen=True, slots=True)
class Prices:
    """What several values would cost, for the cards that the learner knows."""

    card_count: int
    rows: list[Price]

    @property
    def chosen(self) -> Price:
        return next(row for row in self.rows if row.is_chosen)


def prices_of(
    user: User, options: Mapping[int, Options], *, chosen_percent: int
) -> Prices | None:
    """The prices in these decks (options by deck id); None with too few known cards.

    A card in review comes back once in its interval, so the sum of 1 / interval over
    all of them is the number of reviews a day, as the cards stand now. An interval is
    a multiple of the card's S (`fsrs.exact_interval_days`), rounded, at least a day and
    at most the deck's longest; repeats of missed cards come on top. One statement,
    which reads the learner's rows of these decks.
    """
    percents = sorted({*COMPARED_PERCENTS, chosen_percent})
    days_each = [exact_interval_days(1, percent / 100) for percent in percents]
    found = fetch_all(
        _REVIEWS_A_DAY,
        {
            "user": user.pk,
            "decks": list(options),
            "longest": [row.longest_interval_days for row in options.values()],
            "days_each": days_each,
        },
    )
    if not found or found[0][1] < KNOWN_FROM_CARDS:
        return None
    rows = [
        Price(percent, per_day, percent == chosen_percent)
        for percent, (_, _, per_day) in zip(percents, found, strict=True)
    ]
    return Prices(found[0][1], rows)
