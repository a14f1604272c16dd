"""Sittings beside their ratings."""

import itertools
from operator import itemgetter

from django.db import connection, transaction

from decks.study.models import StudySession
from decks.study.repair.findings import Damage, Found, find_rows
from decks.study.repair.sitting_statements import (
    MEND_SITTINGS,
    SITTING_COLUMNS,
    WRONG_SITTINGS,
)
from decks.study.rows import Row, fetch_all

EVERYBODY: dict[str, int | None] = {"user": None}


def find_in_sittings() -> list[Found]:
    """SITTING. One statement."""
    return [find_rows(Damage.SITTING, WRONG_SITTINGS, EVERYBODY, _words)]


def _words(row: Row) -> str:
    user_id, sitting_id, *differ = row
    pairs = zip(SITTING_COLUMNS, differ, strict=True)
    columns = ", ".join(name for name, is_wrong in pairs if is_wrong)
    return f"learner {user_id}, sitting {sitting_id}: {columns}"


def mend_sittings() -> None:
    """Make sittings what their ratings say, learner by learner, locked before."""
    wrong = fetch_all(WRONG_SITTINGS, EVERYBODY)
    for user_id, rows in itertools.groupby(wrong, itemgetter(0)):
        ids = [row[1] for row in rows]
        with transaction.atomic(), connection.cursor() as cursor:
            sittings = StudySession.objects.filter(user_id=user_id, id__in=ids)
            list(sittings.select_for_update(no_key=True).order_by("id"))
            cursor.execute(MEND_SITTINGS, {"user": user_id, "sittings": ids})
