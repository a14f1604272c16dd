"""The statement that finds cards: index first, a bounded ranking after it.

Candidates come from four places, so that none crowds out another: the learner's own
decks before all others, what is as typed before what is near. FOUND_MAX of each are
ranked, however many there are. No row of a deck that may not be read is ever ranked:
the index is asked for the readable decks alone.
"""

import functools
from collections.abc import Mapping
from typing import Any

from psycopg import sql as psql

from decks.accounts.models import User
from decks.cards.wanted_words import Wanted
from decks.study.access import with_access
from decks.study.rows import Row, fetch_all

FOUND_MAX = 200
"""Candidates of each kind: at most four times as many are ranked."""

LOOKED_THROUGH_MAX = 10_000
"""A learner's own decks are looked through card by card up to so many cards."""

_STATE = """SELECT FROM decks_reviewstate s
    WHERE s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0"""
FILTERS: Mapping[str, str] = {
    "all": "",
    "due": f"AND EXISTS ({_STATE} AND s.due_at <= %(now)s)",
    "new": f"AND NOT EXISTS ({_STATE} AND s.phase IS NOT NULL)",
    "level": f"AND EXISTS ({_STATE} AND s.phase IS NOT NULL"
    " AND s.last_level = %(level)s)",
}

_MINE = """
    SELECT d.id, d.title, d.card_count FROM decks_deck d
    WHERE d.id IN ({readable}) AND d.archived_at IS NULL AND (d.owner_id = %(user)s
        OR EXISTS (SELECT FROM decks_enrolment e WHERE e.user_id = %(user)s
            AND e.deck_id = d.id AND e.archived_at IS NULL))
    ORDER BY d.title, d.id
"""
_FOUND = """
    WITH readable AS MATERIALIZED (
        SELECT r.id, r.id = ANY(%(mine)s::bigint[]) AS is_mine FROM ({readable}) r
        WHERE %(deck)s = 0 OR r.id = %(deck)s
    ), found AS MATERIALIZED (
        __mine_exact__ UNION ALL __mine_near__
        UNION ALL __rest_exact__ UNION ALL __rest_near__
    ), best AS (
        SELECT id, min(tier) AS tier, bool_or(is_mine) AS is_mine
        FROM found GROUP BY id
    ), page AS (
        SELECT b.id, count(*) OVER () AS total, row_number() OVER (
            ORDER BY b.tier, b.is_mine DESC, ts_rank(
                '{{0.1, 0.2, 0.5, 1}}'::float4[], c.search_words, __wide__) DESC, b.id
        ) AS place
        FROM best b JOIN decks_card c ON c.id = b.id
        ORDER BY place LIMIT %(most)s OFFSET %(start)s
    )
    SELECT p.total, c.id, c.deck_id, d.title, c.question, c.answer, s.phase,
        s.last_level, s.due_at, s.hidden_until, s.put_aside_at
    FROM page p JOIN decks_card c ON c.id = p.id
    JOIN decks_deck d ON d.id = c.deck_id
    LEFT JOIN decks_reviewstate s
        ON s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
    ORDER BY p.place
"""
_CANDIDATES = """(SELECT c.id, {tier} AS tier, {mine} AS is_mine FROM decks_card c
    WHERE c.deck_id = ANY(ARRAY(SELECT id FROM readable WHERE is_mine = {mine}))
    AND {says} {filter} LIMIT {most})"""
_BY_INDEX = "c.search_words @@ __{query}__"
# The function beneath @@, which no index serves: a beginning of a word costs the index
# a walk through that beginning's words on all cards of everybody.
_BY_LOOKING = "ts_match_vq(c.search_words, __begun__)"


def decks_of(user: User) -> list[Row]:
    """The learner's decks that are not archived: (id, title, cards), by title."""
    statement, parameters = with_access(_MINE, user)
    return fetch_all(statement, parameters | {"user": user.pk})


def found_rows(
    user: User, wanted: Wanted, parameters: Mapping[str, Any], *, show: str, own: int
) -> list[Row]:
    """One page of cards that say what is wanted, the best first. One statement.

    `parameters`: mine (deck ids), deck (0: any), level, now, start, most. `own` is how
    many cards the learner's decks hold. Rows: total, card_id, deck_id, deck's title,
    question, answer, phase, last_level, due_at, hidden_until, put_aside_at.
    """
    template = _template(show, own <= LOOKED_THROUGH_MAX)
    statement, given = with_access(template, user)
    for name in ("exact", "wide", "begun"):
        # As literals, so that each search is planned for its own words.
        query = psql.Literal(getattr(wanted, name)).as_string().replace("%", "%%")
        statement = statement.replace(f"__{name}__", f"{query}::tsquery")
    return fetch_all(statement, {**parameters, **given, "user": user.pk})


@functools.cache
def _template(show: str, is_looked_through: bool) -> str:
    near = _BY_LOOKING if is_looked_through else _BY_INDEX.format(query="wide")
    by_place = {
        "__mine_exact__": ("0", "true", _BY_INDEX.format(query="exact")),
        "__mine_near__": ("1", "true", near),
        "__rest_exact__": ("0", "false", _BY_INDEX.format(query="exact")),
        "__rest_near__": ("1", "false", _BY_INDEX.format(query="wide")),
    }
    template = _FOUND
    for place, (tier, mine, says) in by_place.items():
        candidates = _CANDIDATES.format(
            tier=tier, mine=mine, says=says, filter=FILTERS[show], most=FOUND_MAX
        )
        template = template.replace(place, candidates)
    return template
