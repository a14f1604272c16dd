"""What the page of a group shows, in a number of statements that does not grow."""

import dataclasses
import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator

from decks.groups.activity import events_of, happenings
from decks.groups.figures import day_sums, refresh_cards
from decks.groups.invite_box import invite_box
from decks.groups.models import Membership, Role, Seen
from decks.progress.dates import ahead_words, date_words
from decks.progress.group_decks import HARD_MAX, SharedDeck, shared_decks
from decks.progress.group_people import (
    Person,
    PersonRow,
    named_people,
    person_rows,
    reviews_by_day,
    week_until,
)
from decks.study.learners import calendar_of
from decks.talk.reading import discussion_of

PEOPLE_A_PAGE = 50
EVENTS_SHOWN = 5
TALKS_SHOWN = 1


@dataclasses.dataclass(frozen=True, slots=True)
class WeekTable:
    """This week: a page of those who are named, and the reviews of all who are named
    or counted. `has_sums` where those of people who are only counted are among them."""

    days: list[dt.date]
    page: "Page[Person]"
    rows: list[PersonRow]
    reviews: int
    has_sums: bool

    @property
    def is_known(self) -> bool:
        """Whether the sum says anything."""
        return bool(self.rows) or self.has_sums


@dataclasses.dataclass(frozen=True, slots=True)
class Exam:
    """The day of the exam in words, the reader's own if they set one."""

    day: str
    when: str
    is_own: bool


def group_context(
    reader: Membership, *, page: str | None, now: dt.datetime
) -> dict[str, Any]:
    """The page for one of its members; `page` is that of the named. At most 20
    statements."""
    group, user = reader.group, reader.user
    refresh_cards(group, now=now)
    today = calendar_of(user).day_of(now)
    decks = shared_decks(group.pk, now=now)
    return {
        "group": group,
        "reader": reader,
        "is_owner": reader.role == Role.OWNER,
        "is_named": reader.seen == Seen.NAMED,
        "is_hidden": reader.seen == Seen.HIDDEN,
        "member_count": group.memberships.count(),
        "exam": exam_of(reader, today),
        "week": _week_table(group.pk, week_until(today), page, now=now),
        "decks": decks,
        "hard_count": sum(deck.hard_count for deck in decks),
        "hard_max": HARD_MAX,
        "knows_cards": _knows_cards(decks),
        "box": invite_box(user, group, now=now),
        "now": now,
        "discussion": discussion_of(user, [row.deck.pk for row in decks], TALKS_SHOWN),
        "lines": happenings(list(events_of(group.pk)[:EVENTS_SHOWN]), reader, now=now),
    }


def _knows_cards(decks: list[SharedDeck]) -> bool:
    return any(deck.counted for deck in decks)


def exam_of(reader: Membership, today: dt.date) -> Exam | None:
    """The exam that is ahead of this member, if there is one."""
    day = reader.exam_date or reader.group.exam_date
    if day is None or day < today:
        return None
    when = ahead_words((day - today).days)
    return Exam(date_words(day, today=today), when, reader.exam_date is not None)


def _week_table(
    group_id: int, days: list[dt.date], number: str | None, *, now: dt.datetime
) -> WeekTable:
    people = named_people(group_id, now=now)
    by_day = reviews_by_day(people)
    page = Paginator(people, PEOPLE_A_PAGE).get_page(number)
    sums = day_sums(group_id, days, now=now)
    return WeekTable(
        days,
        page,
        person_rows(list(page), by_day),
        sum(by_day.values()) + sum(sums.values()),
        bool(sums),
    )
