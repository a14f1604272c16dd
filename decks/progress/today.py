"""The numbers of the Today page. Queries only."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.plurals import counted, noun
from decks.progress.overview.counting import streak_from
from decks.study.due import DUE_COUNT_CAP, due_by_deck
from decks.study.due_forecast import forecast_of
from decks.study.learners import calendar_of, enrolments_of, options_by_deck
from decks.study.models import DayCounter, Enrolment
from decks.study.pace import pace_of
from decks.study.queue import day_limits
from decks.study.standing import Standing, standing_of

FORECAST_DAYS = 7
_STREAK_MAX_DAYS = 4000
_HOURS_FROM_MINUTES = 100


@dataclasses.dataclass(frozen=True, slots=True)
class DeckRow:
    """One of the learner's decks with what waits in it now."""

    deck: Deck
    standing: Standing
    due_count: int
    new_count: int

    @property
    def study_count(self) -> int:
        """Due cards and the new ones that today still allows."""
        return self.due_count + self.new_count

    @property
    def due_words(self) -> str:
        """`14`, or `999+` where counting stopped."""
        return capped_words(self.due_count)

    @property
    def study_words(self) -> str:
        """The same for due and new cards together."""
        return capped_words(self.study_count)

    @property
    def split_words(self) -> str:
        """`3 due, 13 new`, where there is both; else empty."""
        return split_words(self.due_words, self.due_count, self.new_count)

    @property
    def button_words(self) -> str:
        """`Study 3 due cards`, `Study 13 new cards`, or of both `Study 16 cards`."""
        return button_words(self.study_words, self.due_count, self.new_count)


def capped_words(count: int) -> str:
    """A count as text; at the cap it only says that there are more."""
    return f"{DUE_COUNT_CAP - 1}+" if count >= DUE_COUNT_CAP else str(count)


def split_words(due_words: str, due_count: int, new_count: int) -> str:
    """Both counts, where one number would hide that they are two things."""
    return f"{due_words} due, {new_count} new" if due_count and new_count else ""


def button_words(words: str, due_count: int, new_count: int) -> str:
    """What the study button says; `words` is the count of all."""
    kind = "" if due_count and new_count else " due" if due_count else " new"
    return f"Study {words}{kind} {noun(due_count + new_count, 'card')}"


@dataclasses.dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits today, in all decks."""

    rows: list[DeckRow]
    due_levels: list[int]
    enrolments: Sequence[Enrolment] = ()

    @property
    def due_count(self) -> int:
        return sum(row.due_count for row in self.rows)

    @property
    def new_count(self) -> int:
        return sum(row.new_count for row in self.rows)

    @property
    def study_count(self) -> int:
        return self.due_count + self.new_count

    @property
    def is_capped(self) -> bool:
        """Whether some deck has more due cards than were counted."""
        return any(row.due_count >= DUE_COUNT_CAP for row in self.rows)

    @property
    def count_words(self) -> str:
        """`34`, or `999+`."""
        if self.is_capped:
            return f"{DUE_COUNT_CAP - 1}+"
        return capped_words(self.study_count)

    @property
    def heading(self) -> str:
        """`34 cards due`, `20 new cards`, or of both `54 cards today`."""
        cards = noun(self.study_count, "card")
        if not self.study_count:
            return "Nothing due"
        if not self.due_count:
            return f"{self.count_words} new {cards}"
        return f"{self.count_words} {cards} {'today' if self.new_count else 'due'}"

    @property
    def split_words(self) -> str:
        """`34 due, 20 new`, where there is both; else empty."""
        due = capped_words(self.due_count) if not self.is_capped else self.count_words
        return split_words(due, self.due_count, self.new_count)

    @property
    def button_words(self) -> str:
        """What the study button says."""
        return button_words(self.count_words, self.due_count, self.new_count)

    @property
    def waiting_rows(self) -> list[DeckRow]:
        """The decks with something to study now."""
        return [row for row in self.rows if row.study_count]


def today_of(user: User, *, now: dt.datetime) -> Today:
    """What waits in each of the learner's decks. Three statements."""
    return _today(user, enrolments_of(user), now=now)


def deck_row(user: User, enrolment: Enrolment, *, now: dt.datetime) -> DeckRow:
    """The same for one deck. Two statements."""
    return _today(user, [enrolment], now=now).rows[0]


def _today(user: User, enrolments: Sequence[Enrolment], *, now: dt.datetime) -> Today:
    study_day = calendar_of(user).day_of(now)
    options = options_by_deck(user, enrolments)
    limits = day_limits(user, options, study_day=study_day)
    due = due_by_deck(user, limits, now=now)
    rows, due_levels = [], [0] * 6
    for enrolment in enrolments:
        limit, standing = limits[enrolment.deck_id], standing_of(enrolment)
        here = due[enrolment.deck_id].within(limit)
        new_count = min(standing.counts[0] - here.withheld_new, limit.new_cards)
        rows.append(DeckRow(enrolment.deck, standing, here.count, max(0, new_count)))
        due_levels = [sum(pair) for pair in zip(due_levels, here.by_level, strict=True)]
    due_levels[0] = sum(row.new_count for row in rows)
    return Today(rows, due_levels, enrolments)


@dataclasses.dataclass(frozen=True, slots=True)
class StreakDay:
    """One of the last seven study days."""

    day: dt.date
    was_studied: bool
    is_today: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row up to today, or up to yesterday while today is open."""

    length_days: int
    includes_today: bool
    week: list[StreakDay]


def streak_of(user: User, *, today: dt.date) -> Streak:
    """The learner's streak from the day counters. One statement."""
    studied = list(
        DayCounter.objects.filter(user=user, study_day__lte=today)
        .order_by("-study_day")
        .values_list("study_day", flat=True)
        .distinct()[:_STREAK_MAX_DAYS]
    )
    streak = streak_from(studied[::-1], today=today)
    week = [
        StreakDay(date, date in studied[:7], date == today)
        for date in (today - dt.timedelta(days=back) for back in range(6, -1, -1))
    ]
    return Streak(streak.length_days, streak.includes_today, week)


@dataclasses.dataclass(frozen=True, slots=True)
class Ahead:
    """Due cards by study day for a week, today first: as predicted if each is studied
    on its day, and, without those that wait now, as they are scheduled."""

    expected: list[tuple[dt.date, int]]
    scheduled: list[tuple[dt.date, int]]


def forecast(user: User, today: Today, *, now: dt.datetime) -> Ahead:
    """Cards that fall due on each of the next seven study days. One statement.

    Today's are those that the page says are due, within the day's limits, and those
    that still fall due today. New cards are not in it.
    """
    first = calendar_of(user).day_of(now)
    days = [first + dt.timedelta(days=ahead) for ahead in range(FORECAST_DAYS)]
    ahead = forecast_of(user, today.enrolments, days=FORECAST_DAYS, now=now)
    later_today = ahead.scheduled[0] - ahead.waiting_count
    due_now = ahead.waiting_count if today.is_capped else today.due_count
    expected = [due_now + later_today, *map(round, ahead.expected[1:])]
    scheduled = [later_today, *ahead.scheduled[1:]]
    return Ahead(
        list(zip(days, expected, strict=True)), list(zip(days, scheduled, strict=True))
    )


def next_words(days: Sequence[tuple[dt.date, int]]) -> str:
    """When cards fall due next, as scheduled: `5 cards tomorrow`; '' for a week."""
    for ahead, (day, count) in enumerate(days):
        if count:
            when = ("later today", "tomorrow")[ahead] if ahead < 2 else f"on {day:%A}"
            return f"{counted(count, 'card')} {when}"
    return ""


def minutes_for(user: User, card_count: int, *, today: dt.date) -> int:
    """About how long so many cards take this learner, at least 1. One statement."""
    seconds = pace_of(user, today=today).seconds_per_review
    return max(1, round(card_count * seconds / 60))


def time_words(minutes: int) -> str:
    """`1 minute`, `45 minutes`, and from 100 minutes on hours: `3 hours`."""
    if minutes < _HOURS_FROM_MINUTES:
        return counted(minutes, "minute")
    return f"{round(minutes / 60)} hours"
