import pytest

from decks.scheduling.levels import Level
from decks.scheduling.schedule import NEW_CARD, Outcome
from decks.scheduling.words import back_in_words, interval_words

from .histories import FIRST_INSTANT

DAYS_A_UNIT = {"day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25}


def back_in(said: Outcome) -> str:
    return back_in_words(said.interval_days, said.delay_minutes)


def outcome(*, days: int = 0, minutes: int = 0) -> Outcome:
    return Outcome(Level.MOSTLY, NEW_CARD, FIRST_INSTANT, days, minutes)


@pytest.mark.parametrize(
    ("minutes", "tile", "toast"),
    [
        (1, "1 min", "Back in 1 minute."),
        (10, "10 min", "Back in 10 minutes."),
    ],
)
def test_minutes(minutes, tile, toast):
    said = outcome(minutes=minutes)
    assert (interval_words(said), back_in(said)) == (tile, toast)


@pytest.mark.parametrize(
    ("days", "tile", "toast"),
    [
        (1, "1 day", "Back tomorrow."),
        (2, "2 days", "Back in 2 days."),
        (27, "27 days", "Back in 27 days."),
        (28, "4 weeks", "Back in 4 weeks."),
        (42, "6 weeks", "Back in 6 weeks."),
        (80, "11 weeks", "Back in 11 weeks."),
        (81, "3 months", "Back in 3 months."),
        (122, "4 months", "Back in 4 months."),
        (365, "12 months", "Back in 12 months."),
        (715, "23 months", "Back in 23 months."),
        (716, "2 years", "Back in 2 years."),
        (913, "2.5 years", "Back in 2.5 years."),
        (3650, "10 years", "Back in 10 years."),
        (36500, "100 years", "Back in 100 years."),
    ],
)
def test_days(days, tile, toast):
    said = outcome(days=days)
    assert (interval_words(said), back_in(said)) == (tile, toast)


def test_a_longer_interval_never_reads_as_a_shorter_one():
    said = [days_said(days) for days in range(1, 36501)]
    assert said == sorted(said)


def test_no_word_is_off_by_more_than_a_seventh():
    assert all(
        abs(days_said(days) - days) <= days / 7
        and (days >= 28 or days_said(days) == days)
        for days in range(1, 36501)
    )


def days_said(days: int) -> float:
    number, unit = interval_words(outcome(days=days)).split()
    return float(number) * DAYS_A_UNIT[unit.removesuffix("s")]
