"""Cards due on the coming days, beside every card's own tree of answers."""

import datetime as dt
from collections import defaultdict
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decks.scheduling.forecast import Pile, expected_due
from decks.scheduling.fsrs import Memory, interval_days, retrievability
from decks.scheduling.levels import Level
from decks.scheduling.schedule import CardState, Phase, Settings, outcomes
from decks.scheduling.study_days import StudyCalendar

CALENDAR = StudyCalendar("UTC")
TODAY = dt.date(2026, 3, 2)
DAYS = 9
SHARES = {Level.PARTLY: 0.224, Level.MOSTLY: 0.631, Level.PERFECTLY: 0.145}


def tiles(state: CardState, day: int, given: Settings):
    noon = dt.datetime.combine(date_of(day), dt.time(12), tzinfo=dt.UTC)
    return outcomes(state, now=noon, calendar=CALENDAR, settings=given, quantile=None)


def date_of(day: int) -> dt.date:
    return TODAY + dt.timedelta(days=day)


def own_tree(pile: Pile, given: Settings, days: int) -> list[float]:
    """The same by answering the card itself, in every way that it may be answered."""
    due = [0.0] * days
    state = CardState(
        phase=Phase.REVIEW,
        memory=pile.memory,
        last_study_day=date_of(pile.due_in_days - round(pile.elapsed_days)),
        review_count=3,
        last_level=4,
    )
    waiting = {pile.due_in_days: [(state, float(pile.count))]}
    for day in range(days):
        for card, often in waiting.pop(day, []):
            due[day] += often
            for after, ahead, share in branches(card, day, given):
                if day + ahead < days:
                    waiting.setdefault(day + ahead, []).append((after, often * share))
    return due


def branches(card: CardState, day: int, given: Settings):
    """What an answer on this day leads to: the state, days ahead, and how often."""
    memory, last_day = card.memory, card.last_study_day or TODAY
    assert memory is not None
    elapsed_days = (date_of(day) - last_day).days
    chance = retrievability(memory.stability_days, elapsed_days, given.parameters)
    shown = tiles(card, day, given)
    for level, share in SHARES.items():
        outcome = shown[level - 1]
        yield outcome.state, outcome.interval_days, chance * share
    good = tiles(shown[0].state, day, given)[Level.MOSTLY - 1]
    yield good.state, good.interval_days, 1 - chance


def collection(count: int, given: Settings, *, seed: int, backlog: bool) -> list[Pile]:
    """Cards spread as a learner's are: each somewhere in its interval, or all late."""
    random = Random(seed)
    cards = []
    for _ in range(count):
        stability = min(3000.0, max(0.2, random.lognormvariate(2.5, 1.4)))
        difficulty = min(10.0, max(1.0, random.gauss(6, 2.2)))
        interval = interval_days(stability, given.retention, given.parameters)
        due_in = 0 if backlog else random.randrange(interval)
        late = random.randrange(60) if backlog else 0
        cards.append(Pile(due_in, 1, stability, difficulty, interval + late))
    return cards


def piled(cards: list[Pile]) -> list[Pile]:
    """The same in piles as wide as the learner's rows are grouped."""
    piles = defaultdict(list)
    for card in cards:
        size = round(card.stability_days), round(card.difficulty), card.due_in_days
        piles[size].append(card)
    return [mean(pile) for pile in piles.values()]


def mean(cards: list[Pile]) -> Pile:
    def of(values: list[float]) -> float:
        return sum(values) / len(values)

    return Pile(
        cards[0].due_in_days,
        len(cards),
        of([card.stability_days for card in cards]),
        of([card.difficulty for card in cards]),
        of([card.elapsed_days for card in cards]),
        are_alike=len(cards) == 1,
    )


@pytest.mark.parametrize("backlog", [False, True])
@pytest.mark.parametrize(
    "given",
    [Settings(), Settings(retention=0.8), Settings(maximum_interval_days=12)],
    ids=["default", "less", "short"],
)
def test_days_are_those_of_each_card_on_its_own(given, backlog):
    cards = collection(150, given, seed=5, backlog=backlog)
    trees = [own_tree(card, given, DAYS) for card in cards]
    own = [sum(day) for day in zip(*trees, strict=True)]
    expected = expected_due(piled(cards), given, DAYS)
    assert sum(expected) == pytest.approx(sum(own), rel=0.02)
    for ours, exact in zip(expected, own, strict=True):
        assert abs(ours - exact) <= max(1.5, 0.08 * exact)


def test_cards_that_are_alike_take_their_own_first_step():
    first_good = Pile(0, 1000, 2.3065, 2.1181, 2)
    own = own_tree(first_good, Settings(), 12)
    expected = expected_due([first_good], Settings(), 12)
    # The second answer of the hundred that are missed may come a day off.
    assert expected == pytest.approx(own, abs=25)
    assert sum(expected) == pytest.approx(sum(own), rel=0.01)


def test_a_card_missed_today_only_has_its_good_to_come():
    waiting = Pile(0, 1, 0.212, 6.4133, 0)
    assert expected_due([waiting], Settings(), 3) == pytest.approx([1, 0, 1], abs=0.01)


def test_nothing_gives_nothing():
    assert expected_due([], Settings(), 4) == [0, 0, 0, 0]
    assert expected_due([Pile(4, 1, 5.0, 5.0, 5)], Settings(), 4) == [0, 0, 0, 0]


def test_with_a_longest_interval_of_a_day_a_card_is_due_daily():
    daily = expected_due([Pile(0, 7, 9.0, 5.0, 9)], Settings(0.9, 1), 9)
    assert daily == pytest.approx([7] * 9)


PILES = st.builds(
    Pile,
    due_in_days=st.integers(0, 14),
    count=st.integers(1, 10**5),
    stability_days=st.floats(0.001, 36500),
    difficulty=st.floats(1, 10),
    elapsed_days=st.floats(0, 40000),
    are_alike=st.booleans(),
)
RETENTIONS = st.integers(70, 97).map(lambda percent: percent / 100)


@settings(max_examples=60, deadline=None)
@given(st.lists(PILES, max_size=6), RETENTIONS, st.integers(1, 12))
def test_no_day_has_less_than_what_is_scheduled_nor_more_than_all(
    piles, retention, days
):
    expected = expected_due(piles, Settings(retention), days)
    assert len(expected) == days
    count = sum(pile.count for pile in piles)
    for day, cards in enumerate(expected):
        scheduled = sum(pile.count for pile in piles if pile.due_in_days == day)
        assert scheduled * (1 - 1e-9) <= cards <= count * (1 + 1e-9)
    waiting = sum(pile.count for pile in piles if pile.due_in_days == 0)
    assert expected[0] == pytest.approx(waiting)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.5, 400), st.floats(1, 10))
def test_more_wanted_retention_never_makes_less_work(stability_days, difficulty):
    pile = Pile(0, 100, stability_days, difficulty, round(stability_days))
    totals = [
        sum(expected_due([pile], Settings(retention), 14))
        for retention in (0.75, 0.85, 0.95)
    ]
    assert totals == sorted(totals)


def test_a_memory_is_what_the_pile_says():
    assert Pile(0, 1, 3.0, 4.0, 2).memory == Memory(3.0, 4.0)
