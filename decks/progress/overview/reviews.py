"""The ratings behind a number: a page at a time, the latest first."""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from decks.progress.dates import day_from
from decks.progress.overview import review_statements as statements
from decks.progress.overview.asked_reviews import AskedReviews
from decks.study.models import Review
from decks.study.recording import moment_us
from decks.study.rows import fetch_all

PAGE_SIZE = 50
READ_MAX = 10_000
"""Of about so many ratings a page is looked for: then it ends, full or not."""

_COLUMNS = {
    "young": "young",
    "mature": "mature",
    "new": "new_cards",
    "practice": "practice_ratings",
}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_BEFORE_DAY, _AFTER_DAY = dt.timedelta(days=1), dt.timedelta(days=4)
"""A study day begins and ends within this of its date in UTC, wherever one was then."""

_PLACE = re.compile(r"([0-9-]{10})(?:\.([0-9]{1,17})\.([0-9a-f]{32}))?", re.ASCII)


class LogRow(NamedTuple):
    """A live rating, as `statements.PAGE` selects it; practice has no `due_at`."""

    rating_id: uuid.UUID
    card_id: int
    deck_id: int
    kind: str
    level: int
    reviewed_at: dt.datetime
    study_day: dt.date
    answer_ms: int
    interval_days: int
    due_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class LogPage:
    """Some ratings, and the place after which the next page begins ('' at the end).

    `count` is how many there are in all, of which `practice` are practice; None where
    nobody counts them. A card that is gone took its ratings along, so `count`, what was
    once done, may be more than can be shown.
    """

    rows: list[LogRow]
    next_after: str
    count: int | None
    practice: int


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: before the day, or on it after a rating."""

    day: dt.date
    at: dt.datetime | None = None
    rating_id: uuid.UUID | None = None

    @property
    def last_day(self) -> dt.date:
        """The latest day of the page."""
        return self.day if self.at else self.day - dt.timedelta(days=1)


class _Day(NamedTuple):
    """A day's counts: `matching` what was asked for (at most, where levels or tags are
    not counted), `all` what must be read."""

    day: dt.date
    matching: int
    practice: int
    all: int


class _Window(NamedTuple):
    """The days that a page is read from, and whether there are days before them."""

    first: dt.date
    last: dt.date
    has_more: bool


def log_page(asked: AskedReviews, *, after: str) -> LogPage:
    """The next PAGE_SIZE ratings after the mark `after`. Two statements.

    The day counters say on which days to look.
    """
    days = _days(asked)
    place = _place(after)
    count = sum(day.matching for day in days) if asked.is_counted else None
    practice = sum(day.practice for day in days) if asked.with_practice else 0
    window = _window(days, place, is_counted=asked.is_counted)
    if window is None:
        return LogPage([], "", count, practice)
    rows = _rows(asked, window, place)
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        return LogPage(rows, _mark(rows[-1]), count, practice)
    next_after = window.first.isoformat() if window.has_more else ""
    if count is None and not after and not next_after:
        count = len(rows)
        practice = sum(row.kind == Review.Kind.CRAM for row in rows)
    return LogPage(rows, next_after, count, practice)


def _days(asked: AskedReviews) -> list[_Day]:
    """The latest first."""
    sql = statements.COUNTS.format(matching=_matching(asked))
    given = {
        "user": asked.scope.user.pk,
        "first": asked.first,
        "last": asked.last,
        "decks": _decks(asked),
    }
    return [_Day(*row) for row in fetch_all(sql, given)]


def _matching(asked: AskedReviews) -> str:
    if asked.only in _COLUMNS:
        return _COLUMNS[asked.only]
    if asked.with_practice:
        return f"{statements.ALL_LEVELS} + practice_ratings"
    lowest, highest = asked.levels
    return " + ".join(f"level_{n}" for n in range(lowest, highest + 1)) or "0"


def _decks(asked: AskedReviews) -> list[int] | None:
    """The decks in which the ratings were made; a tag's cards may have moved since."""
    scope = asked.scope
    return None if scope.deck is None or scope.tag else scope.deck_ids


def _window(
    days: Sequence[_Day], place: Place | None, *, is_counted: bool
) -> _Window | None:
    """As many days as hold a page, the latest first; None where there are none."""
    if place is not None:
        days = [day for day in days if day.day <= place.last_day]
    wanted = [day for day in days if day.matching]
    if not wanted:
        return None
    # Of a day on which a page begins in the midst nobody knows how many are left.
    left, read = -wanted[0].matching if place is not None else 0, 0
    for at, day in enumerate(wanted):
        left, read = left + day.matching, read + day.all
        if (is_counted and left > PAGE_SIZE) or read >= READ_MAX:
            has_more = at + 1 < len(wanted)
            return _Window(day.day, wanted[0].day, has_more)
    return _Window(wanted[-1].day, wanted[0].day, has_more=False)


def _rows(asked: AskedReviews, window: _Window, place: Place | None) -> list[LogRow]:
    """One more than a page holds, if there are so many."""
    scope = asked.scope
    is_within = place is not None and place.day == window.last
    narrow = statements.TAGGED if scope.tag else ""
    narrow += statements.BY_BEFORE.get(asked.only, "")
    lowest, highest = asked.levels
    given: dict[str, Any] = {
        "user": scope.user.pk,
        "first": window.first,
        "last": window.last,
        "since": _midnight(window.first) - _BEFORE_DAY,
        "until": _midnight(window.last) + _AFTER_DAY,
        "kinds": _kinds(asked),
        "lowest": lowest,
        "highest": highest,
        "decks": _decks(asked),
        "tag": scope.tag,
        "tag_decks": scope.deck_ids,
        "after_at": place.at if place and is_within else None,
        "after_id": place.rating_id if place and is_within else None,
        "most": PAGE_SIZE + 1,
    }
    return [
        LogRow(*row) for row in fetch_all(statements.PAGE.format(narrow=narrow), given)
    ]


def _kinds(asked: AskedReviews) -> list[str]:
    review, practice = Review.Kind.REVIEW.value, Review.Kind.CRAM.value
    if asked.only == "practice":
        return [practice]
    return [review, practice] if asked.with_practice else [review]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _mark(row: LogRow) -> str:
    return f"{row.study_day}.{moment_us(row.reviewed_at)}.{row.rating_id.hex}"


def _place(after: str) -> Place | None:
    """The place of a mark; None where it is none of ours."""
    found = _PLACE.fullmatch(after)
    day = day_from(found[1]) if found else None
    if found is None or day is None or day == dt.date.min:
        return None
    if found[2] is None:
        return Place(day)
    at = _EPOCH + dt.timedelta(microseconds=int(found[2]))
    return Place(day, at, uuid.UUID(found[3]))
