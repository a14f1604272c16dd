"""Damage in the log itself: told, never repaired, for nothing is truer than the log."""

import datetime as dt

from decks.study.repair.findings import Damage, Found, find_rows
from decks.study.repair.log_statements import (
    BROKEN_SEQUENCES,
    OUT_OF_PLACE,
    UNPLAYABLE,
)
from decks.study.rows import Row

CLOCKS_DIFFER = dt.timedelta(hours=1)
"""Ratings that arrive while the search runs are not of the future."""


def find_in_log(now: dt.datetime) -> list[Found]:
    """SEQUENCE, LEVEL and PLACE. Three statements; each reads the log once."""
    latest = {"latest": now + CLOCKS_DIFFER}
    return [
        find_rows(Damage.SEQUENCE, BROKEN_SEQUENCES, {}, _sequence),
        find_rows(Damage.LEVEL, UNPLAYABLE, {}, _level),
        find_rows(Damage.PLACE, OUT_OF_PLACE, latest, _place),
    ]


def _sequence(row: Row) -> str:
    user_id, card_id, rows, latest = row
    return (
        f"learner {user_id}, card {card_id}: {rows} ratings, the last is no. {latest}"
    )


def _level(row: Row) -> str:
    user_id, card_id, rating_id, kind, level = row
    return f"learner {user_id}, card {card_id}, rating {rating_id}: {kind} at {level}"


def _place(row: Row) -> str:
    user_id, card_id, rating_id, words = row
    return f"learner {user_id}, card {card_id}, rating {rating_id} {words}"
