"""Whose options hold next to the learner's own: the group through which they study.

Of several groups that share a deck it is the one that the learner joined first.
Called whenever somebody joins or leaves a group or begins with a deck, and when a deck
is shared or no longer is.
"""

from collections.abc import Sequence

from django.db import connection

_LINK = """
    UPDATE decks_enrolment AS e SET group_id = n.group_id
    FROM decks_enrolment AS o LEFT JOIN LATERAL (
        SELECT m.group_id FROM decks_groupdeck s JOIN decks_membership m
            ON m.group_id = s.group_id AND m.user_id = o.user_id
        WHERE s.deck_id = o.deck_id ORDER BY m.joined_at, m.group_id LIMIT 1
    ) AS n ON true
    WHERE o.user_id = e.user_id AND o.deck_id = e.deck_id
        AND e.group_id IS DISTINCT FROM n.group_id
        AND (%(users)s::bigint[] IS NULL OR e.user_id = ANY(%(users)s))
        AND (%(decks)s::bigint[] IS NULL OR e.deck_id = ANY(%(decks)s))
"""


def link_groups(
    *, user_ids: Sequence[int] | None = None, deck_ids: Sequence[int] | None = None
) -> None:
    """Let the enrolments of these people, or of these decks, point to their group.

    One statement; with both, of these people in these decks.
    """
    given = {
        "users": None if user_ids is None else list(user_ids),
        "decks": None if deck_ids is None else list(deck_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINK, given)
