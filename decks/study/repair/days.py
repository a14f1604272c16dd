"""Day counters beside the log."""

import itertools
from operator import itemgetter

from django.db import transaction

from decks.study.models import DayCounter
from decks.study.repair.day_statements import COUNTERS, WRONG_DAYS
from decks.study.repair.findings import Damage, Found, find_rows
from decks.study.rows import Row, fetch_all

EVERYBODY: dict[str, int | None] = {"user": None}


def find_in_days() -> list[Found]:
    """DAY. One statement, which reads the log once."""
    return [find_rows(Damage.DAY, WRONG_DAYS, EVERYBODY, _words)]


def _words(row: Row) -> str:
    user_id, study_day, deck_id, is_nothing, *wanted = row
    name = f"learner {user_id}, {study_day}, deck {deck_id}"
    if is_nothing:
        return f"{name}: the log has nothing of that day"
    pairs = zip(COUNTERS, wanted, strict=True)
    counts = ", ".join(f"{column} {count}" for column, count in pairs if count)
    return f"{name}: the log gives {counts or 'nothing'}"


def recount_days() -> None:
    """Set the counters that differ to the sums of the log, learner by learner."""
    for user_id, rows in itertools.groupby(
        fetch_all(WRONG_DAYS, EVERYBODY), itemgetter(0)
    ):
        with transaction.atomic():
            _recount(user_id, list(rows))


def _recount(user_id: int, rows: list[Row]) -> None:
    """Counters are made and locked first, then compared again.

    What is summed then holds every rating that was added to them, and a rating that
    waits for one adds its own to the new sum.
    """
    new = [
        DayCounter(user_id=user_id, study_day=row[1], deck_id=row[2])
        for row in rows
        if not row[3]
    ]
    DayCounter.objects.bulk_create(new, ignore_conflicts=True)
    counters = DayCounter.objects.filter(user_id=user_id)
    list(counters.select_for_update(no_key=True).order_by("study_day", "deck_id"))
    for _, study_day, deck_id, is_nothing, *wanted in fetch_all(
        WRONG_DAYS, {"user": user_id}
    ):
        counter = counters.filter(study_day=study_day, deck_id=deck_id)
        if is_nothing:
            counter.delete()
        else:
            counter.update(**dict(zip(COUNTERS, wanted, strict=True)))
