"""How many of a learner's cards will fall due on each of the coming study days."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from decks.accounts.models import User
from decks.scheduling.forecast import Pile, days_per_stability, expected_due
from decks.scheduling.schedule import Settings
from decks.scheduling.study_days import StudyCalendar
from decks.study.learners import calendar_of, options_by_deck, scheduler_settings
from decks.study.models import Enrolment
from decks.study.rows import fetch_all

_PILES = """
    SELECT w.shape[1]::int, count(*) FILTER (WHERE w.is_waiting),
        w.shape[2]::int, count(*), avg(w.stability_days), avg(w.difficulty),
        avg(w.elapsed_days),
        max(w.stability_days) - min(w.stability_days) <= 0.001 * min(w.stability_days)
    FROM (
        SELECT v.stability_days, v.difficulty, v.elapsed_days, v.is_waiting, ARRAY[
            v.place,
            v.days,
            CASE WHEN v.next_days < 3 THEN round(8 * ln(v.next_days))
                WHEN v.next_days < v.left_days THEN 100 + round(v.next_days)
                ELSE 1000 + round(6 * ln(v.next_days)) END,
            CASE WHEN v.next_days < v.left_days
                THEN round(4 * ln(11 - v.difficulty)) ELSE 0 END,
            round(2 * ln((v.elapsed_days + 0.5::float) / v.stability_days))
        ] AS shape
        FROM (
            SELECT t.place, t.days, t.stability_days, t.difficulty, t.next_days,
                t.is_waiting,
                %(days)s - t.days AS left_days,
                greatest(0, %(today)s::date + t.days - t.last_study_day)::float
                    AS elapsed_days
            FROM (
                SELECT o.place, s.stability_days, s.difficulty, s.last_study_day,
                    s.stability_days * o.scale AS next_days,
                    s.due_at <= %(now)s AS is_waiting,
                    width_bucket(s.due_at, %(starts)s::timestamptz[]) AS days
                FROM unnest(%(decks)s::bigint[], %(places)s::int[], %(scales)s::float[])
                    AS o(deck_id, place, scale)
                JOIN decks_reviewstate s ON s.deck_id = o.deck_id
                {tagged}
                WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IS NOT NULL
                    AND s.due_at < %(end)s
                OFFSET 0
            ) AS t
        ) AS v
        OFFSET 0
    ) AS w
    GROUP BY w.shape
"""
"""Seen cards in piles: by options, by the study day on which they are due (0: today or
before), by stability, difficulty and how late they are. Stability times `scale` is
about the days to their next interval; where that ends after the last day, difficulty
tells nothing. Piles are about as wide as the net of `scheduling.forecast_net`; the last
column says whether all cards of one have the same stability.

PERFORMANCE: the planner knows nothing of what comes out of OFFSET 0, and hashes a few
groups; else it expects as many as there are cards and sorts them. The inner one keeps
each day from being looked up once for every place where it is named.
"""

_TAGGED = "JOIN decks_card c ON c.id = s.card_id AND %(tag)s = ANY(c.tags)"


@dataclasses.dataclass(frozen=True, slots=True)
class DueAhead:
    """Cards due on each study day from today on.

    `scheduled` counts each card once, on the day that it is due now, and
    `waiting_count` those of today that wait already; `expected` is the prediction:
    each is answered on its day and comes back.
    """

    scheduled: list[int]
    expected: list[float]
    waiting_count: int


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
    waiting_count, by_settings = _piles(user, settings, days=days, now=now, tag=tag)
    scheduled, expected = [0] * days, [0.0] * days
    for held, piles in by_settings.items():
        for pile in piles:
            scheduled[pile.due_in_days] += pile.count
        for day, cards in enumerate(expected_due(piles, held, days)):
            expected[day] += cards
    return DueAhead(scheduled, expected, waiting_count)


def _piles(
    user: User,
    settings: dict[int, Settings],
    *,
    days: int,
    now: dt.datetime,
    tag: str,
) -> tuple[int, dict[Settings, list[Pile]]]:
    """How many cards wait now, and all by the settings that hold. One statement."""
    calendar = calendar_of(user)
    today = calendar.day_of(now)
    kinds = list(dict.fromkeys(settings.values()))
    starts = _starts(calendar, today, days)
    rows = fetch_all(
        _PILES.format(tagged=_TAGGED if tag else ""),
        {
            "user": user.pk,
            "decks": list(settings),
            "places": [kinds.index(held) for held in settings.values()],
            "scales": [days_per_stability(held) for held in settings.values()],
            "now": now,
            "today": today,
            "days": days,
            "starts": starts,
            "end": starts[-1],
            "tag": tag,
        },
    )
    by_settings = defaultdict(list)
    for place, _, *pile in rows:
        by_settings[kinds[place]].append(Pile(*pile))
    return sum(waiting for _, waiting, *_ in rows), by_settings


def _starts(calendar: StudyCalendar, today: dt.date, days: int) -> list[dt.datetime]:
    """When tomorrow and the days after it begin, to the one that is no longer asked."""
    ahead = range(1, days + 1)
    return [calendar.start_of(today + dt.timedelta(days=day)) for day in ahead]
