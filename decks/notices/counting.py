"""Whether people's count of unread notices is right, for `manage.py check_data`."""

import dataclasses
from collections.abc import Iterator

from django.db import connection, transaction

_WRONG = """
    SELECT u.id, u.unread_notices, COALESCE(n.unread, 0)
    FROM decks_user u LEFT JOIN (
        SELECT user_id, count(*) AS unread FROM decks_notice
        WHERE read_at IS NULL GROUP BY user_id
    ) n ON n.user_id = u.id
    WHERE u.unread_notices <> COALESCE(n.unread, 0) ORDER BY u.id
"""
_RECOUNT = """
    UPDATE decks_user AS u SET unread_notices = (
        SELECT count(*) FROM decks_notice n WHERE n.user_id = u.id AND read_at IS NULL
    ) WHERE u.id = %s
"""
_HOLD = "SELECT FROM decks_user WHERE id = %s FOR NO KEY UPDATE"
_EXAMPLES_MAX = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Unread:
    """Whose count was wrong, in words, and how many still are."""

    found: tuple[str, ...]
    left_count: int

    def summary(self) -> Iterator[str]:
        """The report's lines; none where all was well."""
        count = len(self.found)
        if not count and not self.left_count:
            return
        yield (
            f"counts of unread notices that are wrong: {count:,} found, "
            f"{max(0, count - self.left_count):,} repaired, {self.left_count:,} left"
        )
        yield from (f"    {words}" for words in self.found[:_EXAMPLES_MAX])
        if count > _EXAMPLES_MAX:
            yield f"    and {count - _EXAMPLES_MAX:,} more"


def check_unread(*, fix: bool) -> Unread:
    """Look for wrong counts; `fix` counts anew and looks again."""
    wrong = _wrong()
    found = tuple(f"learner {pk} says {says}, has {has}" for pk, says, has in wrong)
    if not fix or not wrong:
        return Unread(found, len(found))
    for user_id, _, _ in wrong:
        _recount(user_id)
    return Unread(found, len(_wrong()))


def _wrong() -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        rows: list[tuple[int, int, int]] = cursor.fetchall()
    return rows


@transaction.atomic
def _recount(user_id: int) -> None:
    """Held first, so that nobody tells or reads between counting and writing."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [user_id])
        cursor.execute(_RECOUNT, [user_id])
