"""The week of those who show it to their group under their names."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from decks.accounts.models import User
from decks.groups.figures import first_day_after
from decks.groups.models import Membership, Seen
from decks.progress import group_statements
from decks.study.learners import calendar_of
from decks.study.rows import Row, fetch_all

WEEK_DAYS = 7
RECALL_LEAST = 10
"""Of fewer reviews a share would say little."""

_BARS_HEIGHT = 24
_BAR_STEP = 10
_EMPTY_HEIGHT = 2
_MOST_LEAST = 12
"""A day of one review is not to look like a day of forty."""

_SITTING_MAX = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """One day in the little chart, in the units of its 67 by 24 box."""

    x: int
    y: float
    height: float
    is_empty: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A member who is named. `first_day` is the first study day that is shown, `today`
    theirs now; the week ends with it."""

    member: Membership
    first_day: dt.date
    today: dt.date

    @property
    def user(self) -> User:
        return self.member.user

    @property
    def week(self) -> list[dt.date]:
        return week_until(self.today)

    @property
    def shown_days(self) -> list[dt.date]:
        return [day for day in self.week if day >= self.first_day]


@dataclasses.dataclass(frozen=True, slots=True)
class PersonRow:
    """What the table says of somebody; `reviews` by day, None for one not shown."""

    person: Person
    reviews: list[int | None]
    recall_percent: int | None
    streak_days: int
    most: int

    @property
    def total(self) -> int:
        return sum(count or 0 for count in self.reviews)

    @property
    def is_part(self) -> bool:
        """Whether some days of the week are not shown."""
        return None in self.reviews

    @property
    def begins_later(self) -> bool:
        """Whether nothing is shown yet."""
        return not self.person.shown_days

    @property
    def bars(self) -> list[Bar]:
        """A day that is not shown has no bar."""
        most = max(self.most, _MOST_LEAST)
        return [
            _bar(place, count, most)
            for place, count in enumerate(self.reviews)
            if count is not None
        ]

    @property
    def words(self) -> str:
        """What the chart says: `Reviews each day, Monday to Sunday: 3, 0, …`."""
        days = self.person.week
        counts = ("not shown" if n is None else str(n) for n in self.reviews)
        when = f"{days[0]:%A} to {days[-1]:%A}"
        return f"Reviews each day, {when}: {', '.join(counts)}"


def _bar(place: int, count: int, most: int) -> Bar:
    height = round(_BARS_HEIGHT * count / most, 1) if count else 0
    height = max(_EMPTY_HEIGHT, height)
    return Bar(place * _BAR_STEP, round(_BARS_HEIGHT - height, 1), height, not count)


def week_until(day: dt.date) -> list[dt.date]:
    """Seven days that end with this one."""
    return [day - dt.timedelta(days=back) for back in range(WEEK_DAYS - 1, -1, -1)]


def named_people(group_id: int, *, now: dt.datetime) -> list[Person]:
    """All who are named, in the order they joined. One statement."""
    rows = Membership.objects.filter(group=group_id, seen=Seen.NAMED)
    rows = rows.select_related("user").order_by("joined_at", "user_id")
    return [_person(member, now) for member in rows]


def _person(member: Membership, now: dt.datetime) -> Person:
    chosen_at = max(member.seen_since, member.joined_at)
    first_day = first_day_after(member.user, chosen_at)
    return Person(member, first_day, calendar_of(member.user).day_of(now))


Week = dict[tuple[int, dt.date], int]


def reviews_by_day(people: Sequence[Person]) -> Week:
    """Reviews of each of these people on each shown day of their week.

    By (user id, study day). One statement.
    """
    rows = fetch_all(group_statements.WEEK, _given(people))
    return {(user_id, day): count for user_id, day, count in rows}


def person_rows(people: Sequence[Person], week: Week) -> list[PersonRow]:
    """The table's rows. Two statements, however many."""
    recall = _recall_of(people)
    rows = fetch_all(group_statements.STREAKS, _given(people))
    streaks: dict[int, int] = dict(rows)
    reviews = {person.user.pk: _reviews(person, week) for person in people}
    most = max((n or 0 for days in reviews.values() for n in days), default=0)
    return [
        PersonRow(
            person,
            reviews[person.user.pk],
            recall.get(person.user.pk),
            streaks.get(person.user.pk, 0),
            most,
        )
        for person in people
    ]


def _reviews(person: Person, week: Week) -> list[int | None]:
    shown = set(person.shown_days)
    return [
        week.get((person.user.pk, day), 0) if day in shown else None
        for day in person.week
    ]


def _recall_of(people: Sequence[Person]) -> dict[int, int]:
    """Percent by user id, of those with RECALL_LEAST reviews and more."""
    rows = fetch_all(group_statements.RECALL, _given(people))
    return {row[0]: _percent(row) for row in rows if row[1] >= RECALL_LEAST}


def _percent(row: Row) -> int:
    _, count, known = row
    percent: int = round(100 * known / count)
    return percent


def _given(people: Sequence[Person]) -> dict[str, Any]:
    began = [
        calendar_of(person.user).start_of(person.week[0]) - _SITTING_MAX
        for person in people
    ]
    return {
        "people": [person.user.pk for person in people],
        "firsts": [person.first_day for person in people],
        "weeks": [person.week[0] for person in people],
        "todays": [person.today for person in people],
        "began": began,
    }
