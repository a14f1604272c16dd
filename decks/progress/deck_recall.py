"""What a learner is predicted to know of a deck, today and if they study nothing."""

import dataclasses
import datetime as dt

from decks.accounts.models import User
from decks.progress.predicted import predicted_percent
from decks.scheduling.fsrs import DEFAULT_PARAMETERS, curve_numbers
from decks.study.rows import fetch_one

DAYS_AHEAD = 30

_RECALL = """
    SELECT count(*),
        coalesce(sum(power(
            1 + %(fall)s * greatest(1, %(today)s - last_study_day) / stability_days,
            %(power)s
        )), 0),
        coalesce(sum(power(
            1 + %(fall)s * (greatest(0, %(today)s - last_study_day) + %(ahead)s)
                / stability_days,
            %(power)s
        )), 0)
    FROM decks_reviewstate
    WHERE user_id = %(user)s AND deck_id = %(deck)s AND prompt = 0
        AND stability_days IS NOT NULL
"""


@dataclasses.dataclass(frozen=True, slots=True)
class DeckRecall:
    """The sums of R over the seen cards, among `card_count` cards in all."""

    seen_count: int
    card_count: int
    today_sum: float
    later_sum: float

    @property
    def is_known(self) -> bool:
        """Whether any card was seen: else there is nothing to predict from."""
        return self.seen_count > 0

    @property
    def today_percent(self) -> int:
        """Predicted recall today, the mean over all cards."""
        return self._percent(self.today_sum)

    @property
    def later_percent(self) -> int:
        """The same in DAYS_AHEAD days, if nothing is studied until then."""
        return self._percent(self.later_sum)

    def _percent(self, known: float) -> int:
        count = self.card_count
        return predicted_percent(100 * known / count) if count else 0


def deck_recall(
    user: User, deck_id: int, *, card_count: int, today: dt.date
) -> DeckRecall:
    """Predicted recall of a deck with so many cards; the unseen count 0.

    One statement, which adds up R where the rows are: `fsrs.total_recall` says the
    same. Of the day of a rating FSRS-6 says nothing that is worth telling, so a card
    that was rated today counts with its R after one day.
    """
    fall, power = curve_numbers(DEFAULT_PARAMETERS)
    given = {
        "user": user.pk,
        "deck": deck_id,
        "today": today,
        "ahead": DAYS_AHEAD,
        "fall": fall,
        "power": power,
    }
    seen_count, today_sum, later_sum = fetch_one(_RECALL, given) or (0, 0.0, 0.0)
    # A card that has moved on may leave its state here until it is rated there.
    return DeckRecall(seen_count, max(card_count, seen_count), today_sum, later_sum)
