"""The figures of a scope, day by day: from the day counters, of a tag from the log."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from decks.progress.overview import day_statements
from decks.progress.overview.figures import DayFigures, Period, Recall
from decks.progress.overview.scope import Scope
from decks.study.rows import fetch_all

TAG_REVIEWS_MAX = 20_000
"""Of so many ratings a tag's figures are added up: they are kept for decks only."""

_DAY = dt.timedelta(days=1)
_COUNTED = len(day_statements.COUNTED)


class TooManyReviews(Exception):
    """A tag with more than TAG_REVIEWS_MAX ratings."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row up to today, or to yesterday while today is open, and the
    most there ever were."""

    length_days: int
    best_days: int
    includes_today: bool


@dataclass(frozen=True, slots=True)
class TagDay:
    """One day of a tag's log: `moves` is by how much more cards stand at each level."""

    figures: DayFigures
    moves: tuple[int, int, int, int, int]
    was_studied: bool


@dataclass(frozen=True, slots=True)
class TagCards:
    """The cards that have a tag: all, and by their level 1 to 5 now."""

    card_count: int
    levels: tuple[int, int, int, int, int]


def tag_log(scope: Scope) -> tuple[TagCards, list[TagDay]]:
    """What the log says of a tag's cards, all of it. Two statements.

    Raises TooManyReviews.
    """
    given = {
        "user": scope.user.pk,
        "decks": scope.deck_ids,
        "tag": scope.tag,
        "today": scope.today,
    }
    card_count, reviews, *levels = fetch_all(day_statements.TAG_CARDS, given)[0]
    if reviews > TAG_REVIEWS_MAX:
        raise TooManyReviews
    rows = fetch_all(day_statements.TAG_DAYS, given)
    days = [
        TagDay(_figures(row), tuple(row[_COUNTED + 1 : -1]), row[-1]) for row in rows
    ]
    return TagCards(card_count, tuple(levels)), days


def period_of(scope: Scope) -> Period:
    """The weeks that are shown, of decks. One statement."""
    given = _given(scope) | {"first": scope.first_day}
    studied = [_figures(row) for row in fetch_all(day_statements.DAYS, given)]
    return filled(studied, scope)


def filled(studied: Sequence[DayFigures], scope: Scope) -> Period:
    """The days of the scope's weeks, those without study among them."""
    by_day = {figures.day: figures for figures in studied}
    count = (scope.today - scope.first_day).days + 1
    days = [scope.first_day + n * _DAY for n in range(count)]
    return Period(scope.today, [by_day.get(day, DayFigures(day)) for day in days])


def study_days(scope: Scope) -> list[dt.date]:
    """All days on which the decks were studied, the earliest first. One statement."""
    rows = fetch_all(day_statements.STUDY_DAYS, _given(scope))
    return [day for (day,) in rows]


def streak_from(days: Sequence[dt.date], *, today: dt.date) -> Streak:
    """The streak of these days, given from the earliest to today at most."""
    best = length = 0
    previous: dt.date | None = None
    for day in days:
        length = length + 1 if previous is not None and day - previous == _DAY else 1
        best = max(best, length)
        previous = day
    is_open = previous is not None and today - previous <= _DAY
    return Streak(length if is_open else 0, best, previous == today)


def _given(scope: Scope) -> dict[str, Any]:
    return {
        "user": scope.user.pk,
        "decks": None if scope.is_all else scope.deck_ids,
        "today": scope.today,
    }


def _figures(row: Sequence[Any]) -> DayFigures:
    """A row of DAYS or TAG_DAYS."""
    day, *counts = row[: _COUNTED + 1]
    practice, answer_ms, practice_ms, new_cards, *recalls = counts[5:]
    young, young_recalled, mature, mature_recalled = recalls
    return DayFigures(
        day=day,
        levels=tuple(counts[:5]),
        practice=practice,
        answer_ms=answer_ms + practice_ms,
        new_cards=new_cards,
        young=Recall(young, young_recalled),
        mature=Recall(mature, mature_recalled),
    )
