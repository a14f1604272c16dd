"""Who of some people may still read a deck."""

from collections.abc import Iterable

from decks.accounts.models import User
from decks.study.access import with_access
from decks.study.rows import fetch_all

_READERS = """
    SELECT p.id FROM unnest(%(people)s::bigint[]) AS p(id)
    WHERE %(deck)s IN ({readable})
"""


def readers_among(deck_id: int, people: Iterable[User]) -> list[int]:
    """The ids of those who may, by `readable_by` itself. One statement, two where some
    are staff and some are not."""
    everybody = list(people)
    found: list[int] = []
    for is_staff in (False, True):
        some = [person.pk for person in everybody if person.is_staff is is_staff]
        if some:
            found += _readers(deck_id, some, User(is_staff=is_staff))
    return sorted(found)


def _readers(deck_id: int, user_ids: list[int], like: User) -> list[int]:
    """What stands for the learner in the rule's statement is each of them in turn."""
    sql, parameters = with_access(_READERS, like)
    each = sql.replace("%(user)s", "p.id")
    given = parameters | {"people": user_ids, "deck": deck_id}
    return [user_id for (user_id,) in fetch_all(each, given)]
