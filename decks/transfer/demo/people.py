"""The twelve learners: who they are, where they live, how they study."""

from dataclasses import dataclass, field
from typing import Any

from decks.transfer.demo.simulated import Traits

CAPITALS = "capitals-of-europe"
SPANISH = "spanish-verbs-for-travel"
HIRAGANA = "hiragana"
FIRST_AID = "first-aid"
SQL = "sql-basics"
LAMBDA = "aws-lambda"

WHOLE_TIME = 10_000
"""More days than any demo has: from its first day on."""
USUAL_DAYS = 60


@dataclass(frozen=True, slots=True)
class Habits:
    """When somebody studies.

    From `began_days_ago` to `stopped_days_ago`, on a day with the chance `day_chance`,
    at each of the `hours` (local, past 24 is after midnight) for about `minutes`. A
    further deck is taken up every `deck_every_days`; `one_deck_share` of the sittings
    are about one deck alone. `practice_weekday` (0 is Monday) adds a practice of the
    hardest cards.
    """

    hours: tuple[float, ...] = (19.0,)
    minutes: float = 25.0
    day_chance: float = 0.9
    began_days_ago: int = WHOLE_TIME
    stopped_days_ago: int = 0
    deck_every_days: int = 5
    one_deck_share: float = 0.15
    practice_weekday: int | None = None

    @property
    def minutes_a_day(self) -> float:
        """About how long somebody studies, over all days of a usual demo."""
        days = max(0, min(self.began_days_ago, USUAL_DAYS) - self.stopped_days_ago)
        return len(self.hours) * self.minutes * self.day_chance * days / USUAL_DAYS


@dataclass(frozen=True, slots=True)
class Person:
    """A demo learner; `options` are columns of the account, study options too.

    `digest` is how often news of their groups are mailed, empty for never.
    """

    login: str
    name: str
    about: str
    time_zone: str
    decks: tuple[str, ...]
    traits: Traits = field(default_factory=Traits)
    habits: Habits = field(default_factory=Habits)
    options: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.login}@demo.example"


PEOPLE = (
    Person(
        "ada",
        "Ada Lindqvist",
        "studies every evening, all her decks",
        "Europe/London",
        (LAMBDA, CAPITALS, SPANISH, FIRST_AID, HIRAGANA),
        Traits(strength=1.1),
        Habits(hours=(19.5,), minutes=40, day_chance=0.97, deck_every_days=13),
        {"new_cards_per_day": 5},
        digest="daily",
    ),
    Person(
        "mateo",
        "Mateo Quiroga",
        "irregular: some days a lot, some weeks little",
        "Europe/Madrid",
        (SPANISH, CAPITALS, LAMBDA, HIRAGANA),
        Traits(pace=1.2),
        Habits(hours=(21.0,), minutes=35, day_chance=0.45, one_deck_share=0.3),
        {"new_card_order": "shuffled", "reviews_per_day": 60},
    ),
    Person(
        "sora",
        "Sora Nishimura",
        "morning and evening, wants to keep 95 %",
        "Asia/Tokyo",
        (HIRAGANA, CAPITALS, SPANISH, FIRST_AID, LAMBDA),
        Traits(strength=1.05, pace=0.8),
        Habits(hours=(7.2, 22.0), minutes=25, day_chance=0.95),
        {"retention_percent": 95, "new_cards_per_day": 12},
    ),
    Person(
        "amara",
        "Amara Nwosu",
        "a nurse; practises the hardest cards on Sundays",
        "Africa/Lagos",
        (FIRST_AID, LAMBDA, SPANISH, CAPITALS, HIRAGANA),
        Traits(strength=1.2),
        Habits(hours=(6.5,), minutes=30, day_chance=0.85, practice_weekday=6),
    ),
    Person(
        "bikash",
        "Bikash Gurung",
        "steady, early, in a zone of 45 minutes",
        "Asia/Kathmandu",
        (LAMBDA, HIRAGANA, CAPITALS, FIRST_AID, SPANISH),
        Traits(),
        Habits(hours=(5.5,), minutes=35, day_chance=0.93, deck_every_days=13),
        {"new_cards_per_day": 6},
    ),
    Person(
        "rosa",
        "Rosa Delgado",
        "on the train; owns a private deck",
        "America/New_York",
        (SQL, LAMBDA, CAPITALS, HIRAGANA, FIRST_AID),
        Traits(pace=0.9),
        Habits(hours=(8.1, 17.6), minutes=18, day_chance=0.8),
        {"new_cards_per_day": 8},
    ),
    Person(
        "yusuf",
        "Yusuf Demir",
        "very fast, many cards",
        "Europe/Istanbul",
        (CAPITALS, HIRAGANA, SPANISH, LAMBDA, FIRST_AID),
        Traits(strength=1.0, pace=0.3, blank_share=0.8),
        Habits(hours=(12.5, 23.2), minutes=25, day_chance=0.98, deck_every_days=1),
        {"new_cards_per_day": 60, "retention_percent": 96},
    ),
    Person(
        "leila",
        "Leila Haddad",
        "often wrong, does not give up",
        "Asia/Beirut",
        (SPANISH, HIRAGANA, CAPITALS, LAMBDA),
        Traits(strength=0.55, pace=1.1, blank_share=0.6),
        Habits(hours=(20.2,), minutes=45, day_chance=0.92, practice_weekday=4),
        {"new_cards_per_day": 12},
    ),
    Person(
        "tomasz",
        "Tomasz Wolski",
        "stopped three weeks ago",
        "Europe/Warsaw",
        (CAPITALS, SPANISH, LAMBDA, FIRST_AID),
        Traits(),
        Habits(hours=(18.3,), minutes=30, day_chance=0.9, stopped_days_ago=21),
    ),
    Person(
        "freya",
        "Freya Halvorsen",
        "began yesterday",
        "Europe/Oslo",
        (LAMBDA, SPANISH),
        Traits(),
        Habits(hours=(17.0,), day_chance=1.0, began_days_ago=1, deck_every_days=1),
    ),
    Person(
        "kiri",
        "Kiri Parata",
        "has chosen a deck and not begun",
        "Pacific/Auckland",
        (CAPITALS,),
        habits=Habits(day_chance=0.0, began_days_ago=12),
    ),
    Person(
        "dev",
        "Dev Raman",
        "after midnight; says Barely where others say Partly",
        "Asia/Kolkata",
        (LAMBDA, CAPITALS, SPANISH, FIRST_AID, HIRAGANA),
        Traits(strength=0.9, modest_share=0.6),
        Habits(hours=(25.3,), minutes=35, day_chance=0.88),
        {"day_start_minutes": 300, "uses_single_keys": False},
    ),
)
