"""The simulated learner: pure, so no database here."""

import datetime as dt
from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.scheduling.levels import Grade, Level
from decks.transfer.demo.simulated import (
    FIRST_CHANCE,
    RECALLED_SHARES,
    SimulatedLearner,
    Traits,
    drawn_parameters,
    grade_at,
    level_of,
    usual_seconds,
)

DAY = dt.date(2026, 3, 2)
draws = st.floats(min_value=0, max_value=1, exclude_max=True)
chances = st.floats(min_value=0.01, max_value=1)


def learner(seed: str = "a", **traits: float) -> SimulatedLearner:
    return SimulatedLearner(Traits(**traits), Random(seed))


def answers(mind: SimulatedLearner, cards: int, *days_after: int):
    """Each card answered on each of these days, card by card: (card, day, answer)."""
    for card in range(cards):
        for days in days_after:
            day = DAY + dt.timedelta(days=days)
            yield mind.recall_chance(card, day), mind.answer(card, day)


@given(chances, chances, draws, draws)
def test_a_better_memory_never_says_a_lower_level(one, other, draw, other_draw):
    traits = Traits(modest_share=0.4)
    low, high = (
        level_of(grade_at(chance, draw, RECALLED_SHARES), other_draw, traits)
        for chance in sorted((one, other))
    )
    assert low <= high


@pytest.mark.parametrize("days", [1, 4, 15, 60])
def test_recall_is_as_likely_as_the_hidden_memory_says(days):
    mind = learner()
    later = list(answers(mind, 4000, 0, days))[1::2]
    expected = mean(chance for chance, _ in later)
    assert 0.3 < expected < 0.99
    assert mean(a.level.recalled for _, a in later) == pytest.approx(expected, abs=0.02)


def test_three_in_four_new_cards_are_known():
    known = mean(a.level.recalled for _, a in answers(learner(), 4000, 0))
    assert known == pytest.approx(FIRST_CHANCE, abs=0.02)


def test_recalled_cards_are_graded_in_the_known_shares():
    levels = [a.level for _, a in list(answers(learner(), 6000, 0, 5))[1::2]]
    recalled = [level for level in levels if level.recalled]
    shares = [recalled.count(level) / len(recalled) for level in (3, 4, 5)]
    assert shares == pytest.approx(RECALLED_SHARES, abs=0.02)


def test_what_was_learnt_fades_and_lasts_longer_after_each_recall():
    mind = learner()
    for days in (0, 3, 12):
        mind.answer("card", DAY + dt.timedelta(days=days))
    chances = [mind.recall_chance("card", DAY + dt.timedelta(days=d)) for d in (13, 60)]
    assert chances[0] > chances[1]


def test_asking_for_the_chance_changes_nothing():
    asked, left_alone = learner(), learner()
    asked.recall_chance("card", DAY)
    assert asked.answer("card", DAY) == left_alone.answer("card", DAY)


def test_one_seed_gives_one_learner_and_another_seed_another():
    one, same, other = (
        [answer for _, answer in answers(learner(seed), 50, 0, 2, 9)]
        for seed in ("a", "a", "b")
    )
    assert one == same
    assert one != other


def test_a_weaker_learner_forgets_more():
    recall = [
        mean(a.level.recalled for _, a in answers(learner(strength=s), 1500, 0, 3, 12))
        for s in (0.5, 1.0, 1.5)
    ]
    assert recall == sorted(recall)
    assert recall[2] - recall[0] > 0.1


def test_a_modest_learner_says_barely_to_what_was_hardly_recalled():
    assert level_of(Grade.HARD, 0.5, Traits(modest_share=0.6)) == Level.BARELY
    assert level_of(Grade.HARD, 0.7, Traits(modest_share=0.6)) == Level.PARTLY


def test_the_seconds_are_those_of_the_level_times_the_pace():
    slow = [a for _, a in list(answers(learner(pace=1.5), 6000, 0, 5))[1::2]]
    for level in Level:
        seconds = mean(a.answer_ms for a in slow if a.level == level) / 1000
        expected = 1.5 * usual_seconds(level, elapsed_days=5)
        assert seconds == pytest.approx(expected, rel=0.06)


def test_the_parameters_lie_about_the_defaults():
    chance = Random("parameters")
    drawn = [drawn_parameters(Traits(), chance).decay for _ in range(400)]
    assert mean(drawn) == pytest.approx(0.1542, rel=0.03)
    assert len(set(drawn)) == 400
