"""The memory model FSRS-6: one pure step, its forgetting curve and the interval.

Formulas: "The Algorithm", wiki of open-spaced-repetition/fsrs4anki, and py-fsrs 6.3.2,
which the tests hold beside this. Stability S is the number of days until recall falls
to 90 %, difficulty D runs from 1 to 10, retrievability R is the chance of recall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from decks.scheduling.levels import Grade
from decks.scheduling.parameters import DEFAULT_PARAMETERS, Parameters

STABILITY_MIN_DAYS = 0.001
STABILITY_MAX_DAYS = 36500.0
DIFFICULTY_MIN = 1.0
DIFFICULTY_MAX = 10.0

__all__ = [
    "DEFAULT_PARAMETERS",
    "DIFFICULTY_MAX",
    "DIFFICULTY_MIN",
    "STABILITY_MAX_DAYS",
    "STABILITY_MIN_DAYS",
    "Memory",
    "Parameters",
    "curve_numbers",
    "exact_interval_days",
    "first_memory",
    "forget_stability",
    "interval_days",
    "later_stability",
    "next_difficulty",
    "next_memory",
    "recall_stability",
    "retrievability",
    "same_day_stability",
    "total_recall",
]


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS knows of one card: ValueError for S or D outside its range, or NaN."""

    stability_days: float
    difficulty: float

    def __post_init__(self) -> None:
        if not (
            STABILITY_MIN_DAYS <= self.stability_days <= STABILITY_MAX_DAYS
            and DIFFICULTY_MIN <= self.difficulty <= DIFFICULTY_MAX
        ):
            message = f"No memory state: S {self.stability_days}, D {self.difficulty}"
            raise ValueError(message)


def first_memory(grade: Grade, parameters: Parameters = DEFAULT_PARAMETERS) -> Memory:
    """The memory after a card's very first rating."""
    first_stabilities_days = (
        parameters.first_stability_again_days,
        parameters.first_stability_hard_days,
        parameters.first_stability_good_days,
        parameters.first_stability_easy_days,
    )
    return Memory(
        _bounded_stability(first_stabilities_days[grade - 1]),
        _bounded_difficulty(_first_difficulty(grade, parameters)),
    )


def next_memory(
    memory: Memory,
    grade: Grade,
    elapsed_days: float,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> Memory:
    """The memory after a further rating; under one day the same-day formula holds."""
    return Memory(
        _next_stability(memory, grade, elapsed_days, parameters),
        next_difficulty(memory.difficulty, grade, parameters),
    )


def later_stability(
    memory: Memory, grade: Grade, recall_chance: float, parameters: Parameters
) -> float:
    """S in days after a rating on a later day, of a card with this chance of recall."""
    if grade == Grade.AGAIN:
        return _bounded_stability(forget_stability(memory, recall_chance, parameters))
    stability_days = recall_stability(memory, grade, recall_chance, parameters)
    return _bounded_stability(stability_days)


def retrievability(
    stability_days: float,
    elapsed_days: float,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """The chance of recall after so many days: 1 at once, 0.9 after S days."""
    if elapsed_days <= 0:
        return 1.0
    decay = parameters.decay
    return float((1 + _fall(decay) * elapsed_days / stability_days) ** -decay)


def total_recall(
    seen: Iterable[tuple[float, float]],
    days_ahead: float,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """The sum of R of many cards in so many days: as `retrievability`, a few times
    faster. `seen` are stability and elapsed days, neither of these below 0."""
    fall, power = curve_numbers(parameters)
    return float(
        sum((1 + fall * (elapsed + days_ahead) / s) ** power for s, elapsed in seen)
    )


def curve_numbers(
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> tuple[float, float]:
    """Fall and power of the forgetting curve, for a sum in SQL.

    After so many days, not below 0, R is (1 + fall * days / S) ** power.
    """
    return _fall(parameters.decay), -parameters.decay


def exact_interval_days(
    stability_days: float,
    retention: float,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """Days until recall falls to the wanted retention, 0 < retention <= 1."""
    fall = _fall(parameters.decay)
    wanted_fall = retention ** (-1 / parameters.decay) - 1
    return float(stability_days / fall * wanted_fall)


def interval_days(
    stability_days: float,
    retention: float,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> int:
    """The same in whole days, at least 1; ties go to the even day, as in py-fsrs."""
    return max(1, round(exact_interval_days(stability_days, retention, parameters)))


def recall_stability(
    memory: Memory, grade: Grade, recall_chance: float, parameters: Parameters
) -> float:
    """S in days after a success that had this chance; grades 1 and 3 weigh nothing."""
    growth = (
        exp(parameters.recall_gain)
        * (11 - memory.difficulty)
        * memory.stability_days**-parameters.recall_stability_exponent
        * (exp((1 - recall_chance) * parameters.recall_forgetting_rate) - 1)
    )
    if grade == Grade.HARD:
        growth *= parameters.hard_penalty
    elif grade == Grade.EASY:
        growth *= parameters.easy_bonus
    return float(memory.stability_days * (1 + growth))


def forget_stability(
    memory: Memory, recall_chance: float, parameters: Parameters
) -> float:
    """S in days after a lapse: never more than the same-day formula would leave."""
    stability_days = memory.stability_days
    after_lapse_days = (
        parameters.forget_scale
        * memory.difficulty**-parameters.forget_difficulty_exponent
        * ((stability_days + 1) ** parameters.forget_stability_exponent - 1)
        * exp((1 - recall_chance) * parameters.forget_forgetting_rate)
    )
    ceiling_days = stability_days / exp(
        parameters.same_day_grade_rate * parameters.same_day_grade_offset
    )
    return float(min(after_lapse_days, ceiling_days))


def same_day_stability(
    stability_days: float, grade: Grade, parameters: Parameters
) -> float:
    """S in days after another rating on the same day: a success never lowers it."""
    growth = (
        exp(
            parameters.same_day_grade_rate
            * (grade - 3 + parameters.same_day_grade_offset)
        )
        * stability_days**-parameters.same_day_stability_exponent
    )
    if grade != Grade.AGAIN:
        growth = max(growth, 1.0)
    return float(stability_days * growth)


def next_difficulty(difficulty: float, grade: Grade, parameters: Parameters) -> float:
    """D after a rating: damped towards 10, drawn a little to that of a first Easy."""
    step = -parameters.difficulty_step * (grade - 3)
    damped = difficulty + step * (10 - difficulty) / 9
    easy = _first_difficulty(Grade.EASY, parameters)
    weight = parameters.difficulty_reversion
    return _bounded_difficulty(weight * easy + (1 - weight) * damped)


def _next_stability(
    memory: Memory, grade: Grade, elapsed_days: float, parameters: Parameters
) -> float:
    if elapsed_days < 1:
        same_day = same_day_stability(memory.stability_days, grade, parameters)
        return _bounded_stability(same_day)
    chance = retrievability(memory.stability_days, elapsed_days, parameters)
    return later_stability(memory, grade, chance, parameters)


@lru_cache(maxsize=100)
def _fall(decay: float) -> float:
    """The factor of the forgetting curve, so that R is 0.9 after S days."""
    return float(0.9 ** (-1 / decay) - 1)


def _first_difficulty(grade: Grade, parameters: Parameters) -> float:
    growth = exp(parameters.first_difficulty_grade_rate * (grade - 1))
    return parameters.first_difficulty - growth + 1


def _bounded_stability(stability_days: float) -> float:
    return min(max(stability_days, STABILITY_MIN_DAYS), STABILITY_MAX_DAYS)


def _bounded_difficulty(difficulty: float) -> float:
    return min(max(difficulty, DIFFICULTY_MIN), DIFFICULTY_MAX)
