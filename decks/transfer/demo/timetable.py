"""When a learner studies, day by day. Pure but for the chance that is passed in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from decks.transfer.demo.people import Habits, Person

HOUR_SPREAD = 0.5
LEFT_OPEN_CHANCE, LEFT_AFTER_MINUTES = 0.08, 3.0
PRACTICE_MINUTES = 10.0


@dataclass(frozen=True, slots=True)
class Span:
    """The demo's time: `days` that end at `now`, and the seed of all that is drawn."""

    now: dt.datetime
    days: int
    seed: str

    @property
    def begins_at(self) -> dt.datetime:
        """A moment before anybody's first day."""
        return self.now - dt.timedelta(days=self.days + 1)

    def chance(self, person: Person, purpose: str) -> Random:
        """A source of its own for each purpose: none shifts what another draws."""
        seed = f"{self.seed}:{person.login}:{purpose}"
        return Random(seed)  # noqa: S311  (repeatable is what it must be)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time at the desk, from `begins_at` (UTC).

    `deck_draw` in [0, 1) picks one deck of those taken up, None is all of them. One
    that is left open is walked away from after a few minutes.
    """

    begins_at: dt.datetime
    minutes: float
    deck_draw: float | None = None
    is_practice: bool = False
    is_left_open: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the learner's: `decks` taken up by now, sittings in order."""

    begins_at: dt.datetime
    deck_count: int
    sittings: tuple[Sitting, ...]


def days_of(
    habits: Habits, *, time_zone: str, today: dt.date, days: int, chance: Random
) -> Iterator[Day]:
    """The learner's dates of the `days` that end on `today`, the first one first.

    What a date brings depends on the dates before it alone: an hour later the same
    days have the same sittings, and perhaps one more.
    """
    began_days_ago = min(habits.began_days_ago, days - 1)
    for days_ago in range(began_days_ago, habits.stopped_days_ago - 1, -1):
        date = today - dt.timedelta(days=days_ago)
        day_number = began_days_ago - days_ago
        sittings = tuple(_sittings(habits, date, ZoneInfo(time_zone), chance))
        noon = _moment(date, 12.0, ZoneInfo(time_zone))
        yield Day(
            begins_at=sittings[0].begins_at if sittings else noon,
            deck_count=1 + day_number // habits.deck_every_days,
            sittings=sittings,
        )


def _sittings(
    habits: Habits, date: dt.date, zone: ZoneInfo, chance: Random
) -> Iterator[Sitting]:
    if chance.random() >= habits.day_chance:
        return
    for hour in habits.hours:
        minutes = habits.minutes * chance.uniform(0.6, 1.3)
        is_about_one = chance.random() < habits.one_deck_share
        is_left_open = chance.random() < LEFT_OPEN_CHANCE
        yield Sitting(
            begins_at=_moment(date, hour + chance.gauss(0, HOUR_SPREAD), zone),
            minutes=LEFT_AFTER_MINUTES if is_left_open else minutes,
            deck_draw=chance.random() if is_about_one else None,
            is_left_open=is_left_open,
        )
    if date.weekday() == habits.practice_weekday:
        last = _moment(date, habits.hours[-1] + 2, zone)
        yield Sitting(begins_at=last, minutes=PRACTICE_MINUTES, is_practice=True)


def _moment(date: dt.date, hour: float, zone: ZoneInfo) -> dt.datetime:
    """The instant in UTC at which clocks there show this hour, to the second."""
    wall = dt.datetime.combine(date, dt.time()) + dt.timedelta(
        seconds=round(hour * 3600)
    )
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)
