"""How many of a learner's cards will fall due on each of the coming study days."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from decks.accounts.models import User
from decks.scheduling.forecast import Pile, days_per_stability, expected_due
from decks.scheduling.schedule import Settings
from decks.scheduling.study_days import StudyCalendar
from decks.study.learners import calendar_of, options_by_deck, scheduler_settings
from decks.study.models import Enrolment
from decks.study.rows import fetch_all

_PILES = """
    SELECT o.place, w.days, count(*), avg(w.stability_days), avg(w.difficulty),
        avg(w.elapsed_days)::float
    FROM unnest(%(decks)s::bigint[], %(places)s::int[], %(scales)s::float[])
        AS o(deck_id, place, scale)
    CROSS JOIN LATERAL (
        SELECT b.days, s.stability_days, s.difficulty, s.stability_days * o.scale AS x,
            greatest(0, %(today)s::date + b.days - s.last_study_day) AS elapsed_days
        FROM decks_reviewstate s,
            width_bucket(s.due_at, %(starts)s::timestamptz[]) AS b(days)
        WHERE s.user_id = %(user)s AND s.deck_id = o.deck_id AND s.prompt = 0
            AND s.phase IS NOT NULL AND s.due_at < %(end)s
            AND (%(tag)s::text IS NULL OR EXISTS (
                SELECT FROM decks_card c
                WHERE c.id = s.card_id AND %(tag)s = ANY(c.tags)
            ))
    ) AS w
    GROUP BY o.place, w.days,
        CASE WHEN w.x < 3 THEN round(10 * ln(w.x))
            WHEN w.x < %(days)s - w.days THEN 100 + round(3 * w.x)
            ELSE 1000 + round(2.5 * ln(w.x)) END,
        CASE WHEN w.x < %(days)s - w.days
            THEN round(7 * ln(11 - w.difficulty)) END,
        round(2 * ln((w.elapsed_days + 0.5) / w.stability_days))
"""
"""Seen cards in piles of such as are alike: by options, by the study day on which they
are due (0: today or before), by stability (in days to their next interval, about),
difficulty and how late they are. Of cards that come back after the last day, however
well they are known, only a miss brings a second day: those piles are wide.
"""


@dataclasses.dataclass(frozen=True, slots=True)
class DueAhead:
    """Cards due on each study day from today on.

    `scheduled` counts each card once, on the day that it is due now; `expected` is the
    prediction: each is answered on that day and comes back.
    """

    scheduled: list[int]
    expected: list[float]


def due_ahead(
    user: User,
    enrolments: Sequence[Enrolment],
    *,
    days: int,
    now: dt.datetime,
    tag: str = "",
) -> list[float]:
    """Cards expected to be due in these decks on each of so many study days.

    Today's are all that wait now and those that still fall due today. New cards are
    not in it, nor cards put aside; no daily limit holds. With a tag only its cards.
    One statement.
    """
    return forecast_of(user, enrolments, days=days, now=now, tag=tag).expected


def forecast_of(
    user: User,
    enrolments: Sequence[Enrolment],
    *,
    days: int,
    now: dt.datetime,
    tag: str = "",
) -> DueAhead:
    """The same beside what is scheduled now. One statement."""
    options = options_by_deck(user, enrolments)
    settings = {deck: scheduler_settings(options[deck]) for deck in options}
    ahead = DueAhead([0] * days, [0.0] * days)
    for held, piles in _piles(user, settings, days=days, now=now, tag=tag):
        for pile in piles:
            ahead.scheduled[pile.due_in_days] += pile.count
        for day, cards in enumerate(expected_due(piles, held, days)):
            ahead.expected[day] += cards
    return ahead


def _piles(
    user: User,
    settings: dict[int, Settings],
    *,
    days: int,
    now: dt.datetime,
    tag: str,
) -> Iterable[tuple[Settings, list[Pile]]]:
    """The learner's cards by the settings that hold for them. One statement."""
    calendar = calendar_of(user)
    today = calendar.day_of(now)
    kinds = list(dict.fromkeys(settings.values()))
    starts = _starts(calendar, today, days)
    rows = fetch_all(
        _PILES,
        {
            "user": user.pk,
            "decks": list(settings),
            "places": [kinds.index(held) for held in settings.values()],
            "scales": [days_per_stability(held) for held in settings.values()],
            "today": today,
            "days": days,
            "starts": starts,
            "end": starts[-1],
            "tag": tag or None,
        },
    )
    by_kind = defaultdict(list)
    for place, *pile in rows:
        by_kind[place].append(Pile(*pile))
    return ((kinds[place], piles) for place, piles in by_kind.items())


def _starts(calendar: StudyCalendar, today: dt.date, days: int) -> list[dt.datetime]:
    """When tomorrow and the days after it begin, to the one that is no longer asked."""
    ahead = range(1, days + 1)
    return [calendar.start_of(today + dt.timedelta(days=day)) for day in ahead]
