"""Whether the final pass is worth it: learners made up, who study to an exam.

The learners are those of SCHEDULER, "Exam day": each has FSRS-6 parameters, first
stabilities and difficulties of their own and remembers by them; the scheduler knows the
defaults only. Both ways of studying get the same minutes a day.
"""

from math import exp
from random import Random
from statistics import mean

import pytest

from decks.scheduling.exam import (
    SeenCard,
    final_pass,
    final_pass_days,
    seconds_at,
)
from decks.scheduling.fsrs import (
    DIFFICULTY_MAX,
    DIFFICULTY_MIN,
    STABILITY_MAX_DAYS,
    STABILITY_MIN_DAYS,
    Memory,
    first_memory,
    interval_days,
    next_memory,
    retrievability,
)
from decks.scheduling.levels import Grade
from decks.scheduling.parameters import DEFAULT_PARAMETERS, Parameters

DAYS = 21
PACE_SECONDS = 15.0
REPEAT_SECONDS = 12.0
NEW_SECONDS = {Grade.AGAIN: 19.6, Grade.HARD: 18.8, Grade.GOOD: 13.8, Grade.EASY: 10.7}
SECONDS = {Grade.AGAIN: 19.4, Grade.HARD: 17.6, Grade.GOOD: 12.4, Grade.EASY: 8.9}
FIRST = (list(Grade), [0.24, 0.094, 0.495, 0.171])
RECALLED = ([Grade.HARD, Grade.GOOD, Grade.EASY], [0.224, 0.631, 0.145])
_FIRST_FOUR = 4


class Card:
    """One card: what is true of it, what the scheduler believes, and when it is due."""

    def __init__(self) -> None:
        self.true: Memory | None = None
        self.known: Memory | None = None
        self.last_day = 0
        self.due_day = 0


class Learner:
    """Somebody with a memory of their own, who studies until the minutes are used."""

    def __init__(self, random: Random, *, cards: int, minutes: float) -> None:
        self.random = random
        self.minutes = minutes
        self.parameters = own_parameters(random)
        self.cards = [Card() for _ in range(cards)]
        self.seconds_left = 0.0

    def study(self, *, has_final_pass: bool) -> float:
        """Their true mean recall on the day of the exam."""
        pass_days = final_pass_days(len(self.cards), PACE_SECONDS, self.minutes)
        for today in range(DAYS):
            self.seconds_left = 60 * self.minutes
            if has_final_pass and DAYS - today <= pass_days:
                self.last(today)
            else:
                self.plain(today)
        return mean(self.recall(card, DAYS) for card in self.cards)

    def recall(self, card: Card, day: int) -> float:
        if card.true is None:
            return 0.0
        days = day - card.last_day
        return retrievability(card.true.stability_days, days, self.parameters)

    def plain(self, today: int) -> None:
        """Due cards by rising recall, as it is believed to be, then new ones."""
        due = [card for card in self.cards if card.known and card.due_day <= today]
        due.sort(key=lambda card: believed_recall(card, today))
        for card in [*due, *(card for card in self.cards if not card.known)]:
            if self.seconds_left <= 0:
                return
            self.see(card, today)

    def last(self, today: int) -> None:
        """The final pass, as it is planned for the app."""
        seen = [
            SeenCard(place, card.known, today - card.last_day)
            for place, card in enumerate(self.cards)
            if card.known
        ]
        new = iter([card for card in self.cards if not card.known])
        planned = final_pass(
            seen,
            len(self.cards) - len(seen),
            days_ahead=DAYS - today,
            minutes=10 * self.minutes,  # the clock below ends it
            seconds=seconds_at(PACE_SECONDS),
        )
        for one in planned.cards:
            if self.seconds_left <= 0:
                return
            self.see(next(new) if one is None else self.cards[one.card_id], today)

    def see(self, card: Card, today: int) -> None:
        """A rating, and after a miss a Good on the same day."""
        is_new = card.true is None
        grade = self.grade(card, today)
        self.rate(card, grade, today)
        self.seconds_left -= (NEW_SECONDS if is_new else SECONDS)[grade]
        if grade is Grade.AGAIN:
            self.rate(card, Grade.GOOD, today)
            self.seconds_left -= REPEAT_SECONDS
        assert card.known is not None
        card.due_day = today + interval_days(card.known.stability_days, 0.9)

    def grade(self, card: Card, today: int) -> Grade:
        if card.true is None:
            grades, weights = FIRST
        elif self.random.random() < self.recall(card, today):
            grades, weights = RECALLED
        else:
            return Grade.AGAIN
        return self.random.choices(grades, weights)[0]

    def rate(self, card: Card, grade: Grade, today: int) -> None:
        elapsed = today - card.last_day
        if card.true is None or card.known is None:
            card.known = first_memory(grade)
            card.true = self.first(grade)
        else:
            card.known = next_memory(card.known, grade, elapsed)
            true = next_memory(card.true, grade, elapsed, self.parameters)
            card.true = self.shaken(true) if elapsed else true
        card.last_day = today

    def first(self, grade: Grade) -> Memory:
        memory = first_memory(grade, self.parameters)
        difficulty = memory.difficulty + self.random.gauss(0, 0.7)
        return bounded(
            memory.stability_days * exp(self.random.gauss(0, 0.3)), difficulty
        )

    def shaken(self, memory: Memory) -> Memory:
        factor = exp(self.random.gauss(0, 0.2) - 0.02)
        return bounded(memory.stability_days * factor, memory.difficulty)


def own_parameters(random: Random) -> Parameters:
    """The defaults, each times a factor of its own, within what FSRS-6 allows."""
    while True:
        weights = [
            weight * exp(random.gauss(0, 0.25 if place < _FIRST_FOUR else 0.12))
            for place, weight in enumerate(DEFAULT_PARAMETERS.weights)
        ]
        try:
            return Parameters.from_weights(weights)
        except ValueError:
            continue


def bounded(stability_days: float, difficulty: float) -> Memory:
    return Memory(
        min(max(stability_days, STABILITY_MIN_DAYS), STABILITY_MAX_DAYS),
        min(max(difficulty, DIFFICULTY_MIN), DIFFICULTY_MAX),
    )


def believed_recall(card: Card, today: int) -> float:
    assert card.known is not None
    return retrievability(card.known.stability_days, today - card.last_day)


def mean_recall(*, has_final_pass: bool, cards: int, minutes: float, people: int):
    """Of so many learners; the same ones whichever way they study."""
    return mean(
        Learner(Random(seed), cards=cards, minutes=minutes).study(
            has_final_pass=has_final_pass
        )
        for seed in range(people)
    )


@pytest.mark.full
@pytest.mark.parametrize(
    ("cards", "minutes", "people", "more"),
    [(47, 1.5, 60, 0.07), (47, 3, 60, 0.01), (500, 15, 6, 0.12)],
)
def test_a_final_pass_is_worth_its_minutes(cards, minutes, people, more):
    """Seen here: .828 and .927, .954 and .984, .699 and .888.

    SCHEDULER has .744 and .896, .948 and .963, .621 and .870. Here the last card of a
    day is finished though the minutes run out over it, which plain study gains from.
    """
    world = {"cards": cards, "minutes": minutes, "people": people}
    plain = mean_recall(has_final_pass=False, **world)
    passed = mean_recall(has_final_pass=True, **world)
    assert passed > plain + more
