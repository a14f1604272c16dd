"""Telling people: one row for each, unless they turned that kind off."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from decks.accounts.models import User

_TELL = """
    WITH people AS MATERIALIZED (
        SELECT u.id FROM decks_user u
        WHERE u.id = ANY(%(users)s) AND NOT %(kind)s = ANY(u.muted_notices)
        ORDER BY u.id FOR NO KEY UPDATE
    ), told AS (
        INSERT INTO decks_notice AS n (user_id, id, kind, about, actor_id, path, words,
            count, happened_at)
        SELECT people.id, gen.id, %(kind)s, %(about)s, %(actor)s, %(path)s, %(words)s,
            1, %(now)s
        FROM people JOIN unnest(%(users)s::bigint[], %(ids)s::uuid[])
            AS gen(user_id, id) ON gen.user_id = people.id
        ON CONFLICT (user_id, kind, about) WHERE read_at IS NULL DO UPDATE
        SET count = n.count + 1, happened_at = EXCLUDED.happened_at,
            actor_id = EXCLUDED.actor_id, path = EXCLUDED.path, words = EXCLUDED.words
        RETURNING n.user_id, n.count
    )
    UPDATE decks_user AS u SET unread_notices = u.unread_notices + 1
    FROM told WHERE u.id = told.user_id AND told.count = 1
"""
# A person's row is held before their notices, here and in `reading`: whoever tells and
# whoever reads wait for one another in one order, and people are held by their number.


@transaction.atomic
def tell(
    user_ids: Iterable[int],
    kind: str,
    *,
    about: str,
    words: str,
    path: str,
    actor: User | None,
    now: dt.datetime,
) -> None:
    """Tell these people, but never the actor what they did themselves. One statement.

    `about` names the thing (`deck 7`): what is told of it again while the notice is
    unread makes no second one, only a higher count. `words` is the sentence without who
    did it ("suggested a change to AWS Lambda"; at most 300 characters are kept), `path`
    where it leads. In a transaction it comes last, and better once than twice: until
    the end it holds the rows of those who are told.
    """
    people = sorted({*user_ids} - {None if actor is None else actor.pk})
    if not people:
        return
    given: dict[str, Any] = {
        "users": people,
        "ids": [uuid.uuid4() for _ in people],
        "kind": str(kind),
        "about": about[:60],
        "actor": None if actor is None else actor.pk,
        "path": path[:200],
        "words": words[:300],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, given)
