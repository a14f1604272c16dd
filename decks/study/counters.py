"""What a card and a rating count for: the columns of Enrolment and DayCounter.

Pure: what changes when a card goes from one state to the next, so that recording, undo
and starting over move the same counts by the same rule.
"""

from collections.abc import Mapping

from decks.scheduling.levels import Level
from decks.scheduling.schedule import CardState, Phase

COUNTED_CARDS = (
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "level_5",
    "learning",
    "review",
    "relearning",
    "mastered",
    "stuck",
)
"""Columns of Enrolment: the learner's seen cards of a deck."""

COUNTED_RATINGS = (
    "new_cards",
    "reviews",
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "level_5",
    "answer_ms",
    "young",
    "young_recalled",
    "mature",
    "mature_recalled",
)
"""Columns of DayCounter that a rating moves; practice has two of its own."""

START_LEVELS = ("start_1", "start_2", "start_3", "start_4", "start_5")
"""Columns of DayCounter: a deck's cards by level before the day's first rating."""

MATURE_DAYS = 21
"""From this interval on a card is called mature (as in Anki), before it young."""

STUCK_LAPSES = 8
"""A card missed so often is called stuck (in Anki a leech, at the same number)."""

MASTERED_FROM_LEVEL = 4

_PHASE_COLUMNS = {
    Phase.LEARNING: "learning",
    Phase.REVIEW: "review",
    Phase.RELEARNING: "relearning",
}


def card_counts(state: CardState) -> dict[str, int]:
    """What one card adds to its deck's counts; a new card adds nothing."""
    counts = dict.fromkeys(COUNTED_CARDS, 0)
    if state.phase is None:
        return counts
    counts[f"level_{state.last_level}"] = 1
    counts[_PHASE_COLUMNS[state.phase]] = 1
    counts["mastered"] = int(is_mastered(state))
    counts["stuck"] = int(is_stuck(state))
    return counts


def card_changes(before: CardState, after: CardState) -> dict[str, int]:
    """By column of COUNTED_CARDS: what a step from one state to the next adds."""
    old, new = card_counts(before), card_counts(after)
    return {name: new[name] - old[name] for name in COUNTED_CARDS}


def rating_counts(
    before: CardState, after: CardState, *, answer_ms: int, given_days: int
) -> dict[str, int]:
    """By column of COUNTED_RATINGS: what a rating from one state to the next adds.

    `given_days` is the interval that the rating before it gave.
    """
    counts = dict.fromkeys(COUNTED_RATINGS, 0)
    counts["new_cards"] = int(before.phase is None)
    counts["reviews"] = int(before.phase is Phase.REVIEW)
    counts[f"level_{after.last_level:d}"] = 1
    counts["answer_ms"] = answer_ms
    if _is_of_another_day(before, after):
        age = "mature" if given_days >= MATURE_DAYS else "young"
        counts[age] = 1
        counts[f"{age}_recalled"] = int(Level(after.last_level).recalled)
    return counts


def _is_of_another_day(before: CardState, after: CardState) -> bool:
    """Whether the card was last rated on an earlier study day; a new card was not."""
    last_day, day = before.last_study_day, after.last_study_day
    return last_day is not None and day is not None and last_day < day


def negated(changes: Mapping[str, int]) -> dict[str, int]:
    """The same changes taken back."""
    return {name: -change for name, change in changes.items()}


def is_mastered(state: CardState) -> bool:
    """Rated 4 or 5 the last two times (DESIGN, "Mastery %")."""
    return min(state.last_level, state.previous_level) >= MASTERED_FROM_LEVEL


def is_stuck(state: CardState) -> bool:
    """Missed STUCK_LAPSES times or more after it had been learnt."""
    return state.lapse_count >= STUCK_LAPSES
