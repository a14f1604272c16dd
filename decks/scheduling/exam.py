"""Before an exam: what will be remembered on the day, and what to study last.

Pure (SCHEDULER, "Exam day"). The exam is on day T, today is t, a card was last reviewed
on day l; all are study days, so `elapsed_days` is t - l and `days_ahead` T - t. What
comes out of R is a prediction, and is always called one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from decks.scheduling.fsrs import (
    DEFAULT_PARAMETERS,
    Memory,
    Parameters,
    first_memory,
    later_stability,
    retrievability,
    same_day_stability,
    total_recall,
)
from decks.scheduling.levels import RECALLED_SHARES, Grade

FINAL_PASS_MIN_DAYS, FINAL_PASS_MAX_DAYS = 2, 14

TYPICAL_SECONDS = 15.0
"""Seconds per review of a learner of whom nothing is known."""

_FIRST = (
    (Grade.AGAIN, 0.24),
    (Grade.HARD, 0.094),
    (Grade.GOOD, 0.495),
    (Grade.EASY, 0.171),
)
"""How often a new card is rated so the first time."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a card costs: one that is recalled, one that is not and comes once more on
    the same day, and a new one."""

    recalled: float
    missed: float
    new: float


def seconds_at(seconds_per_review: float) -> Seconds:
    """The three costs of a learner with this mean.

    Their proportions are those of SCHEDULER's seconds by level, weighted by how
    often each is given: 17.6, 12.4, 8.9 for a recall; 19.4 and a repeat of 12 for a
    miss; for a new card 19.6 with that repeat, 18.8, 13.8, 10.7. At 90 % recall a
    review takes 15.
    """
    share = seconds_per_review / TYPICAL_SECONDS
    return Seconds(recalled=13.06 * share, missed=31.4 * share, new=18.01 * share)


def final_pass_days(
    card_count: int, seconds_per_review: float, minutes_a_day: float
) -> int:
    """K: from so many days before the exam on, each card is to be seen once more."""
    days = ceil(card_count * seconds_per_review / (60 * minutes_a_day)) + 1
    return min(max(days, FINAL_PASS_MIN_DAYS), FINAL_PASS_MAX_DAYS)


def predicted_recall(
    seen: Iterable[tuple[float, int]],
    card_count: int,
    days_ahead: int,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """The mean R of all cards in so many days, if nothing more is studied.

    `seen` are stability and elapsed days of the cards that were seen; the others of
    `card_count` count 0, and so does an empty deck.
    """
    known = total_recall(seen, days_ahead, parameters)
    return known / card_count if card_count else 0.0


@dataclass(frozen=True, slots=True)
class SeenCard:
    """A card that was not seen today: its memory, and how long ago that was (>= 1)."""

    card_id: int
    memory: Memory
    elapsed_days: int

    def recall(
        self, days_ahead: int, parameters: Parameters = DEFAULT_PARAMETERS
    ) -> float:
        """R in so many days."""
        days = self.elapsed_days + days_ahead
        return retrievability(self.memory.stability_days, days, parameters)


def gain_per_minute(
    card: SeenCard,
    days_ahead: int,
    seconds: Seconds,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """G of a seen card: what a review now adds to R on the day, per minute it takes.

    Not above 0 where the card is better left alone.
    """
    chance = card.recall(0, parameters)
    recalled = sum(
        share
        * retrievability(
            later_stability(card.memory, grade, chance, parameters),
            days_ahead,
            parameters,
        )
        for grade, share in RECALLED_SHARES
    )
    days = later_stability(card.memory, Grade.AGAIN, chance, parameters)
    repeated_days = same_day_stability(days, Grade.GOOD, parameters)
    missed = retrievability(repeated_days, days_ahead, parameters)
    after = chance * recalled + (1 - chance) * missed
    gain = after - card.recall(days_ahead, parameters)
    return 60 * gain / expected_seconds(chance, seconds)


def expected_seconds(recall_chance: float, seconds: Seconds) -> float:
    """What a review costs on average, given the chance that the card is recalled."""
    return recall_chance * seconds.recalled + (1 - recall_chance) * seconds.missed


def new_gain_per_minute(
    days_ahead: int, seconds: Seconds, parameters: Parameters = DEFAULT_PARAMETERS
) -> float:
    """G of a card that was never seen; the same for all of them."""
    after = sum(
        share
        * retrievability(
            first_memory(grade, parameters).stability_days, days_ahead, parameters
        )
        for grade, share in _FIRST
    )
    return 60 * after / seconds.new


@dataclass(frozen=True, slots=True)
class FinalPass:
    """The cards of one day's final pass in their order, None for a new one, and about
    how long they take."""

    cards: list[SeenCard | None]
    seconds: float


def final_pass(
    seen: Iterable[SeenCard],
    new_count: int,
    *,
    days_ahead: int,
    minutes: float,
    seconds: Seconds,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> FinalPass:
    """What to study today: by falling gain while there is one, until the time is used.

    One card at least where any gains. Of two that gain alike the first one comes first.
    """
    ranked: list[tuple[float, SeenCard | None]] = [
        (gain_per_minute(card, days_ahead, seconds, parameters), card) for card in seen
    ]
    gain = new_gain_per_minute(days_ahead, seconds, parameters)
    ranked += [(gain, None)] * new_count
    ranked.sort(key=lambda pair: -pair[0])
    chosen: list[SeenCard | None] = []
    spent = 0.0
    for gain, card in ranked:
        cost = _expected(card, seconds, parameters)
        if gain <= 0 or (chosen and spent + cost > 60 * minutes):
            break
        chosen.append(card)
        spent += cost
    return FinalPass(chosen, spent)


def _expected(card: SeenCard | None, seconds: Seconds, parameters: Parameters) -> float:
    if card is None:
        return seconds.new
    return expected_seconds(card.recall(0, parameters), seconds)
