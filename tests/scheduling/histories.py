"""Seeded random material: parameters, memories, states, histories."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import fsrs.scheduler

from decks.scheduling.fsrs import Memory
from decks.scheduling.parameters import DEFAULT_PARAMETERS, Parameters
from decks.scheduling.schedule import NEW_CARD, CardState, Phase, Settings
from decks.scheduling.study_days import StudyCalendar

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "America/St_Johns",
]
FIRST_INSTANT = datetime(2009, 1, 1, tzinfo=UTC)


def random_parameters(random: Random) -> Parameters:
    """The defaults every second time, else anything in the allowed ranges."""
    if random.random() < 0.5:
        return DEFAULT_PARAMETERS
    ranges = zip(
        fsrs.scheduler.LOWER_BOUNDS_PARAMETERS,
        fsrs.scheduler.UPPER_BOUNDS_PARAMETERS,
        strict=True,
    )
    return Parameters.from_weights([random.uniform(*ends) for ends in ranges])


def random_gap_days(random: Random) -> int:
    """Same day in four of ten, else days or, evenly by magnitude, up to five years."""
    kind = random.random()
    if kind < 0.4:
        return 0
    return random.randint(1, 9) if kind < 0.7 else int(10 ** random.uniform(0, 3.26))


def random_memory(random: Random) -> Memory:
    return Memory(10 ** random.uniform(-3, 4.5), random.uniform(1, 10))


def random_calendar(random: Random) -> StudyCalendar:
    return StudyCalendar(random.choice(ZONES), random.choice([0, 150, 240, 1439]))


def random_moment(random: Random) -> datetime:
    return FIRST_INSTANT + timedelta(seconds=random.randrange(25 * 365 * 86400))


def random_settings(random: Random) -> Settings:
    return Settings(
        retention=random.uniform(0.7, 0.97),
        maximum_interval_days=random.choice([1, 2, 3, 7, 30, 365, 3650, 36500]),
        parameters=random_parameters(random),
    )


def random_state(random: Random, today: date) -> CardState:
    """A new card, or one last seen up to a year after or ten years before today."""
    if random.random() < 0.1:
        return NEW_CARD
    gap_days = random.choice([0, 0, 1, -1, random.randint(-365, 3650)])
    return CardState(
        phase=random.choice(list(Phase)),
        memory=random_memory(random),
        last_study_day=today - timedelta(days=gap_days),
        showings_that_day=random.randint(1, 6),
        review_count=random.randint(1, 500),
        lapse_count=random.randint(0, 20),
        last_level=random.randint(1, 5),
        previous_level=random.randint(0, 5),
    )


def random_quantile(random: Random) -> float | None:
    return random.choice([None, 0.0, 1 - 2**-53, random.random(), random.random()])
