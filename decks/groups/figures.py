"""What a group is told of its members' study in sums, so that no sum tells of one.

Nobody who is hidden is in any of it: the statements begin with those who are not. The
others go only into sums of PEOPLE_LEAST and more, and sums that are looked at one after
the other must not tell more than each of them does. So a figure is made known and then
stays, whatever people do, until it may be made known anew:

- A card's figure (`GroupCard`) is replaced only once PEOPLE_LEAST have rated the card
  since it was made known. Who undoes, leaves, hides or starts over is not to be read
  from it. The row is never taken away: a figure made after it as if for the first time
  would differ from it by one person. Too old ones are only not shown.
- A day's sum (`GroupDay`) is written once, when the day is over in every zone.
- A choice does not reach back, nor does sharing: what was rated before either is not
  counted.
- Of several groups, one counts a person: sums of two groups that share most of their
  people would tell of those whom only one has. It is the one they joined first, of
  those that share the deck; and reviews of those who are named in another group, where
  they can be read, are in no sum.
"""

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from decks.accounts.models import User
from decks.groups import figure_statements
from decks.groups.models import GroupDay, StudyGroup
from decks.study.learners import calendar_of
from decks.study.rows import Row, fetch_all

PEOPLE_LEAST = 3
SHOWN_FOR = dt.timedelta(days=90)

_PAUSE_MS = 10_000
_REST = 100
"""Figures are counted at most a hundredth of the time."""

_OVER_AFTER = dt.timedelta(days=2)
"""A study day is over in every zone when UTC is so far ahead."""


def refresh_cards(group: StudyGroup, *, now: dt.datetime) -> None:
    """Make known what may be made known of the group's cards, unless it was just done.

    No statement then; else one, and two more for the viewer who may count.
    """
    if group.figures_at is not None and now < group.figures_at + _pause(group):
        return
    try:
        with transaction.atomic():
            _count_cards(group.pk, now=now)
    except IntegrityError:
        # A card or the group was deleted meanwhile: the next viewer counts.
        return


def _pause(group: StudyGroup) -> dt.timedelta:
    return dt.timedelta(milliseconds=max(_PAUSE_MS, _REST * group.figures_ms))


def _count_cards(group_id: int, *, now: dt.datetime) -> None:
    """The group's row stays locked meanwhile: two counts at once could each make known
    what differs from the other's by one person."""
    given = {"group": group_id, "now": now, "pause_ms": _PAUSE_MS, "rest": _REST}
    if not _execute(figure_statements.CLAIM, given):
        return
    began = time.perf_counter()
    given = {"group": group_id, "now": now, "least": PEOPLE_LEAST}
    _execute(figure_statements.PUBLISH_CARDS, given)
    took_ms = round((time.perf_counter() - began) * 1000)
    StudyGroup.objects.filter(pk=group_id).update(figures_ms=took_ms)


def day_sums(
    group_id: int, days: Sequence[dt.date], *, now: dt.datetime
) -> dict[dt.date, int]:
    """Reviews of those who are only counted, on those of these days that have a sum.

    One statement; three more when a day's sum is first looked at.
    """
    last_day = now.astimezone(dt.UTC).date() - _OVER_AFTER
    over = [day for day in days if day <= last_day]
    known = _known_days(group_id, over)
    if missing := [day for day in over if day not in known]:
        _publish_days(group_id, missing)
        known = _known_days(group_id, over)
    return {day: reviews for day, reviews in known.items() if reviews is not None}


def _known_days(group_id: int, days: Sequence[dt.date]) -> dict[dt.date, int | None]:
    rows = GroupDay.objects.filter(group=group_id, study_day__in=days)
    return dict(rows.values_list("study_day", "reviews"))


def _publish_days(group_id: int, days: Sequence[dt.date]) -> None:
    people = fetch_all(figure_statements.COUNTED_PEOPLE, {"group": group_id})
    given = {
        "group": group_id,
        "days": list(days),
        "least": PEOPLE_LEAST,
        "people": [row[0] for row in people],
        "firsts": [_first_day(row) for row in people],
    }
    _execute(figure_statements.PUBLISH_DAYS, given)


def _first_day(row: Row) -> dt.date:
    """The first study day that counts: the one after the choice."""
    _, time_zone, day_start_minutes, chosen_at = row
    somebody = User(time_zone=time_zone, day_start_minutes=day_start_minutes)
    return first_day_after(somebody, chosen_at)


def first_day_after(user: User, chosen_at: dt.datetime) -> dt.date:
    """The first study day of which a choice made then lets the group see something.

    Of the day of the choice itself a part was before it.
    """
    return calendar_of(user).day_of(chosen_at) + dt.timedelta(days=1)


def shown_cards(group_id: int, *, now: dt.datetime) -> dict[str, Any]:
    """The parameters of `figure_statements.SHOWN_CARDS`."""
    return {"group": group_id, "oldest": now - SHOWN_FOR}


def _execute(sql: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        written: int = cursor.rowcount
    return written
