"""A learner who does not exist: a hidden memory that answers cards.

The memory is FSRS-6 with parameters of the learner's own and noise on every card
(SCHEDULER, "Exam day"), so that the scheduler, which knows neither, is right on the
whole and wrong in each case, as with people. Pure: `chance` is passed in, and the same
seed gives the same answers; the caller says the study day.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, replace
from math import exp, log
from random import Random

from decks.scheduling.fsrs import (
    DIFFICULTY_MAX,
    DIFFICULTY_MIN,
    STABILITY_MAX_DAYS,
    STABILITY_MIN_DAYS,
    Memory,
    first_memory,
    next_memory,
    retrievability,
)
from decks.scheduling.levels import Grade, Level
from decks.scheduling.parameters import DEFAULT_PARAMETERS, Parameters

FIRST_STABILITY_SPREADS = (0.25,) * 4
PARAMETER_SPREADS = (*FIRST_STABILITY_SPREADS, *(0.12,) * 17)
CARD_STABILITY_SPREAD = 0.3
CARD_DIFFICULTY_SPREAD = 0.7
REVIEW_STABILITY_SPREAD, REVIEW_STABILITY_DRIFT = 0.2, -0.02

RECALLED_SHARES = (0.224, 0.631, 0.145)
"""How a recalled card is graded: Hard, Good, Easy."""
FIRST_SHARES = (0.094 / 0.76, 0.495 / 0.76, 0.171 / 0.76)
"""The same for a card that is known when it is met for the first time."""
FIRST_CHANCE = 0.76
SAME_DAY_CHANCE = 0.8
"""FSRS-6 says nothing of the same day: most of what was just shown is there again."""

NEW_SECONDS = (19.6, 19.6, 18.8, 13.8, 10.7)
REVIEW_SECONDS = (19.4, 19.4, 17.6, 12.4, 8.9)
SAME_DAY_SECONDS = 12.0
SECONDS_SPREAD = 0.4
ANSWER_MIN_MS = 700


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells one learner from another.

    `strength` scales first stabilities and their growth (1 is the average learner),
    `pace` the seconds for an answer. `blank_share` of the forgotten cards are called 1,
    the others 2; `modest_share` of those hardly recalled are called 2 as well.
    """

    strength: float = 1.0
    pace: float = 1.0
    blank_share: float = 0.45
    modest_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the learner says, and after how long."""

    level: Level
    answer_ms: int


@dataclass(frozen=True, slots=True)
class _Remembered:
    memory: Memory
    study_day: dt.date


class SimulatedLearner:
    """One learner's memory of cards; every answer changes it."""

    def __init__(self, traits: Traits, chance: Random) -> None:
        self.traits = traits
        self.parameters = drawn_parameters(traits, chance)
        self._chance = chance
        self._cards: dict[Hashable, _Remembered] = {}

    def recall_chance(self, card: Hashable, study_day: dt.date) -> float:
        """How likely the answer comes to mind on this day; it does not change that."""
        known = self._cards.get(card)
        if known is None:
            return FIRST_CHANCE * min(1.0, self.traits.strength)
        elapsed_days = _elapsed_days(known, study_day)
        if not elapsed_days:
            return SAME_DAY_CHANCE
        stability_days = known.memory.stability_days
        return retrievability(stability_days, elapsed_days, self.parameters)

    def answer(self, card: Hashable, study_day: dt.date) -> Answer:
        """Answer the card, and remember it the better or the worse for it."""
        known = self._cards.get(card)
        shares = FIRST_SHARES if known is None else RECALLED_SHARES
        recall_chance = self.recall_chance(card, study_day)
        grade = grade_at(recall_chance, self._chance.random(), shares)
        level = level_of(grade, self._chance.random(), self.traits)
        seconds = usual_seconds(
            level, None if known is None else _elapsed_days(known, study_day)
        )
        self._cards[card] = _Remembered(
            self._memory(known, grade, study_day), study_day
        )
        return Answer(level, self._answer_ms(seconds))

    def _memory(
        self, known: _Remembered | None, grade: Grade, study_day: dt.date
    ) -> Memory:
        draw = self._chance.gauss
        if known is None:
            first = first_memory(grade, self.parameters)
            return _noisy(
                first,
                log_stability=draw(0, CARD_STABILITY_SPREAD),
                difficulty=draw(0, CARD_DIFFICULTY_SPREAD),
            )
        elapsed_days = _elapsed_days(known, study_day)
        memory = next_memory(known.memory, grade, elapsed_days, self.parameters)
        if not elapsed_days:
            return memory
        noise = draw(0, REVIEW_STABILITY_SPREAD) + REVIEW_STABILITY_DRIFT
        return _noisy(memory, log_stability=noise)

    def _answer_ms(self, usual: float) -> int:
        # A mean of 1: the usual seconds are means.
        noise = exp(self._chance.gauss(-(SECONDS_SPREAD**2) / 2, SECONDS_SPREAD))
        return max(ANSWER_MIN_MS, round(usual * self.traits.pace * noise * 1000))


def drawn_parameters(traits: Traits, chance: Random) -> Parameters:
    """FSRS-6's defaults, each times exp N(0, its spread), then by the strength.

    Drawn again where they fall out of the ranges that FSRS-6 allows.
    """
    while True:
        weights = [
            weight * exp(chance.gauss(0, spread))
            for weight, spread in zip(
                DEFAULT_PARAMETERS.weights, PARAMETER_SPREADS, strict=True
            )
        ]
        try:
            return _scaled(Parameters.from_weights(weights), traits.strength)
        except ValueError:
            continue


def _scaled(parameters: Parameters, strength: float) -> Parameters:
    firsts = [weight * strength for weight in parameters.weights[:4]]
    drawn = Parameters.from_weights([*firsts, *parameters.weights[4:]])
    # The growth of stability is proportional to exp(recall_gain).
    return replace(drawn, recall_gain=drawn.recall_gain + log(strength))


def grade_at(
    recall_chance: float, draw: float, recalled_shares: tuple[float, float, float]
) -> Grade:
    """The grade for a draw in [0, 1): of one draw, a better chance never gives less."""
    if draw < 1 - recall_chance:
        return Grade.AGAIN
    place = 1 - (1 - draw) / recall_chance
    hard, good, _ = recalled_shares
    if place < hard:
        return Grade.HARD
    return Grade.GOOD if place < hard + good else Grade.EASY


def level_of(grade: Grade, draw: float, traits: Traits) -> Level:
    """What the learner calls it; of one draw, a better grade never gives less."""
    if grade == Grade.AGAIN:
        return Level.NOT_AT_ALL if draw < traits.blank_share else Level.BARELY
    if grade == Grade.HARD:
        return Level.BARELY if draw < traits.modest_share else Level.PARTLY
    return Level.MOSTLY if grade == Grade.GOOD else Level.PERFECTLY


def usual_seconds(level: Level, elapsed_days: int | None) -> float:
    """Mean seconds for an answer; `elapsed_days` None for a new card."""
    if elapsed_days == 0:
        return SAME_DAY_SECONDS
    return (NEW_SECONDS if elapsed_days is None else REVIEW_SECONDS)[level - 1]


def _elapsed_days(known: _Remembered, study_day: dt.date) -> int:
    return max(0, (study_day - known.study_day).days)


def _noisy(memory: Memory, *, log_stability: float, difficulty: float = 0.0) -> Memory:
    stability_days = memory.stability_days * exp(log_stability)
    return Memory(
        min(max(stability_days, STABILITY_MIN_DAYS), STABILITY_MAX_DAYS),
        min(max(memory.difficulty + difficulty, DIFFICULTY_MIN), DIFFICULTY_MAX),
    )
