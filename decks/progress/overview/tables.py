"""The tables of the Progress page for a spreadsheet: its numbers, reviews and ratings
by day (the page sums long stretches), recall by week, hard and stuck cards by card."""

import datetime as dt
from collections.abc import Callable, Iterable

from decks.cards import written_lines
from decks.progress.csv_file import Row
from decks.progress.overview.counting import filled, period_of, tag_log
from decks.progress.overview.figures import Period, Recall
from decks.progress.overview.hard_cards import CardRow, hardest, stuck
from decks.progress.overview.mastery import mastery_points, tag_mastery_points
from decks.progress.overview.page import due_days
from decks.progress.overview.scope import Scope

CARDS_MAX = 1_000
"""So many cards are listed; the page shows fewer."""

_LEVELS = ("level_1", "level_2", "level_3", "level_4", "level_5")
_RECALL = ("count", "recalled", "percent", "low_percent", "high_percent")
_CARD_HEADER = ("card_id", "deck", "question", "level", "history")


def table_rows(name: str, scope: Scope, *, now: dt.datetime) -> Iterable[Row] | None:
    """The rows of a table, its header first; None for a name that is none.

    One statement, of a tag up to two. Raises TooManyReviews.
    """
    make = _TABLES.get(name)
    return None if make is None else make(scope, now)


def _calendar(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    yield "day", "reviews", "in_practice", "new_cards", "minutes"
    for day in _period(scope).days:
        minutes = round(day.answer_ms / 60_000, 1)
        # Of a tag practice is not counted.
        practice = "" if scope.tag else day.practice
        yield day.day, day.reviews, practice, day.new_cards, minutes


def _ratings(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    yield "day", *_LEVELS, "reviews"
    for day in _period(scope).days:
        yield day.day, *day.levels, day.reviews


def _recall(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    ages = [f"{age}_{name}" for age in ("young", "mature") for name in _RECALL]
    yield "first_day", "last_day", *ages
    for week in _period(scope).weeks:
        figures = week.figures
        young, mature = _recall_cells(figures.young), _recall_cells(figures.mature)
        yield week.first, week.last, *young, *mature


def _recall_cells(recall: Recall) -> Row:
    """Shares only where there are enough reviews to say one."""
    if not recall.is_known:
        return recall.count, recall.recalled, "", "", ""
    return recall.count, recall.recalled, recall.percent, *recall.interval_percent


def _due(scope: Scope, now: dt.datetime) -> Iterable[Row]:
    yield "day", "predicted"
    for day in due_days(scope, now=now):
        yield day.day, round(day.expected, 1)


def _mastery(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    yield "day", "new", *_LEVELS
    if scope.tag:
        cards, log = tag_log(scope)
        points = tag_mastery_points(scope, cards, log)
    else:
        points = mastery_points(scope)
    for point in points:
        yield point.day, *point.counts


def _hardest(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    yield _CARD_HEADER
    yield from map(_card, hardest(scope, most=CARDS_MAX))


def _stuck(scope: Scope, _now: dt.datetime) -> Iterable[Row]:
    yield _CARD_HEADER
    yield from map(_card, stuck(scope, most=CARDS_MAX))


def _card(row: CardRow) -> Row:
    title = written_lines.question(row.card.question).title
    return row.card.pk, row.deck_title, title, row.level, row.words


def _period(scope: Scope) -> Period:
    if not scope.tag:
        return period_of(scope)
    _, log = tag_log(scope)
    return filled([day.figures for day in log if day.was_studied], scope)


_TABLES: dict[str, Callable[[Scope, dt.datetime], Iterable[Row]]] = {
    "calendar": _calendar,
    "ratings": _ratings,
    "recall": _recall,
    "due": _due,
    "mastery": _mastery,
    "hardest": _hardest,
    "stuck": _stuck,
}
