"""Finding those whose morning has come: a job for each, a thousand at a time."""

import datetime as dt
from typing import Any

from django.db import transaction

from decks.jobs.progress import Running
from decks.jobs.queueing import enqueue_each
from decks.mails.mornings import open_day
from decks.study.rows import fetch_all

SEND = "send_mail"
BATCH_SIZE = 1000

_DAYS = """
    SELECT DISTINCT u.time_zone, u.day_start_minutes
    FROM decks_mailchoice c JOIN decks_user u ON u.id = c.user_id
    WHERE c.reminds OR c.digest <> 'off'
"""
_PLAN = """
    WITH due AS MATERIALIZED (
        SELECT c.user_id, m.day, c.digest = 'daily'
            OR c.digest = 'weekly' AND c.planned_on < m.monday AS has_digest
        FROM unnest(
            %(zones)s::text[], %(starts)s::int[], %(days)s::date[], %(mondays)s::date[]
        ) AS m(zone, start, day, monday)
        JOIN decks_user u ON u.time_zone = m.zone AND u.day_start_minutes = m.start
        JOIN decks_mailchoice c ON c.user_id = u.id
        WHERE u.is_active AND c.planned_on < m.day
            AND (c.reminds OR c.digest = 'daily'
                OR c.digest = 'weekly' AND c.planned_on < m.monday)
            AND EXISTS (
                SELECT FROM account_emailaddress e
                WHERE e.user_id = c.user_id AND e."primary" AND e.verified
            )
        ORDER BY c.user_id LIMIT %(most)s FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE decks_mailchoice AS c SET planned_on = due.day
    FROM due WHERE c.user_id = due.user_id
    RETURNING c.user_id, due.day, due.has_digest
"""
# A week's first plan has the weekly digest: where Monday was missed, a later day's.


def plan_mail(running: Running) -> None:
    """A job for everybody whose morning has come and who has none for it yet.

    Two statements for each BATCH_SIZE people, and one before. Which day it is where is
    worked out here, once for each zone: the server may not know all of them.
    """
    days = _open_days(now=running.now)
    while plan_some(days, now=running.now) == BATCH_SIZE:
        running.check()


def _open_days(*, now: dt.datetime) -> dict[str, Any]:
    rows = [
        (zone, start, day, day - dt.timedelta(days=day.weekday()))
        for zone, start in fetch_all(_DAYS, {})
        if (day := open_day(zone, start, now=now)) is not None
    ]
    names = ("zones", "starts", "days", "mondays")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


@transaction.atomic
def plan_some(days: dict[str, Any], *, now: dt.datetime) -> int:
    """How many were planned now. Another worker at it takes others: their rows are
    held, and afterwards no longer due."""
    planned = fetch_all(_PLAN, days | {"most": BATCH_SIZE})
    enqueue_each(
        SEND,
        [
            (user_id, f"{user_id} {day}", {"day": str(day), "has_digest": has_digest})
            for user_id, day, has_digest in planned
        ],
        now=now,
    )
    return len(planned)
