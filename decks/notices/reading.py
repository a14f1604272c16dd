"""What somebody was told, and that they have read it."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, models

from decks.accounts.models import User
from decks.notices.models import Notice

KEPT_DAYS = 90
"""A notice is kept for so long after it was read."""

_READ = """
    WITH reader AS MATERIALIZED (
        SELECT id FROM decks_user WHERE id = %(user)s FOR NO KEY UPDATE
    ), seen AS (
        UPDATE decks_notice AS n SET read_at = %(now)s FROM reader
        WHERE n.user_id = reader.id AND n.read_at IS NULL AND {which}
        RETURNING n.id
    )
    UPDATE decks_user AS u
    SET unread_notices = u.unread_notices - (SELECT count(*) FROM seen)
    FROM reader WHERE u.id = reader.id AND EXISTS (SELECT FROM seen)
"""
_ONE = _READ.format(which="n.id = %(id)s")
_ABOUT = _READ.format(which="n.kind = %(kind)s AND n.about = %(about)s")
_ALL = _READ.format(which="n.happened_at <= %(until)s")


def notices_of(user: User) -> models.QuerySet[Notice]:
    """All that somebody was told, the latest first."""
    told = Notice.objects.filter(user=user).select_related("actor")
    return told.order_by("-happened_at", "-id")


def mark_read(user: User, notice_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Count one of their notices as read, once. One statement."""
    _run(_ONE, {"user": user.pk, "id": notice_id, "now": now})


def mark_read_about(user: User, kind: str, about: str, *, now: dt.datetime) -> None:
    """Count as read what they were told of this, which they see now. One statement."""
    _run(_ABOUT, {"user": user.pk, "kind": str(kind), "about": about, "now": now})


def mark_all_read(user: User, *, until: dt.datetime, now: dt.datetime) -> None:
    """Count as read what had happened by then: what came later nobody has seen yet.

    One statement.
    """
    _run(_ALL, {"user": user.pk, "until": until, "now": now})


def _run(sql: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def forget_read(*, now: dt.datetime) -> int:
    """Delete what was read more than KEPT_DAYS ago; how many notices there were."""
    limit = now - dt.timedelta(days=KEPT_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM decks_notice WHERE read_at <= %s", [limit])
        return int(cursor.rowcount)
