"""The statement that finds cards: index first, a bounded ranking after it.

Candidates come from the learner's own decks and from all others, as typed and near, so
that none crowds out another. FOUND_MAX of each are ranked, however many there are. No
card of a deck that may not be read is ever ranked: the index is asked for the readable
decks alone.
"""

import dataclasses
import functools
from collections.abc import Mapping, Sequence
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
_REST = """
    SELECT coalesce(array_agg(r.id), '{{}}') FROM ({readable}) r
    WHERE r.id <> ALL(%(mine)s::bigint[])
"""
_FOUND = """
    WITH found AS MATERIALIZED (
        __candidates__
    ), best AS (
        SELECT id, min(tier) AS tier, bool_or(is_mine) AS is_mine
        FROM found GROUP BY id
    ), page AS (
        SELECT b.id, count(*) OVER () AS total, EXISTS (
            SELECT FROM found GROUP BY place HAVING count(*) >= __most__
        ) AS is_cut, row_number() OVER (
            ORDER BY b.tier, b.is_mine DESC, ts_rank(
                '{{0.1, 0.2, 0.5, 1}}'::float4[], c.search_words, __wide__) DESC, b.id
        ) AS place
        FROM best b JOIN decks_card c ON c.id = b.id
        WHERE c.deck_id IN ({readable}) ORDER BY place LIMIT %(most)s OFFSET %(start)s
    )
    SELECT p.total, p.is_cut, c.id, c.deck_id, d.title, c.question, c.answer, s.phase,
        s.last_level, s.due_at, s.hidden_until, s.put_aside_at
    FROM page p JOIN decks_card c ON c.id = p.id
    JOIN decks_deck d ON d.id = c.deck_id
    LEFT JOIN decks_reviewstate s
        ON s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
    ORDER BY p.place
"""
# Few cards: one look at each. The function beneath @@ is served by no index, for which
# the beginning of a word would be a walk through all such words of all cards.
_LOOKED_THROUGH = """(SELECT c.id, {place} AS place,
    CASE WHEN ts_match_vq(c.search_words, __exact__) THEN 0 ELSE 1 END AS tier,
    true AS is_mine FROM decks_card c
    WHERE c.deck_id = ANY(__mine__) AND ts_match_vq(c.search_words, __begun__) {filter}
    ORDER BY tier, c.id LIMIT {most})"""
_BY_INDEX = """(SELECT c.id, {place} AS place, {tier} AS tier, {mine} AS is_mine
    FROM decks_card c
    WHERE c.deck_id = ANY({decks}) AND c.search_words @@ {query} {rare} {filter}
    LIMIT {most})"""
# The planner takes a phrase for as frequent as its words anywhere on a card, and would
# look through all decks. A function that it knows nothing of counts as a third.
_RARER = "AND ts_match_vq(c.search_words, {query}) " * 3


def decks_of(user: User) -> list[Row]:
    """The learner's decks that are not archived: (id, title, cards), by title."""
    statement, parameters = with_access(_MINE, user)
    return fetch_all(statement, parameters | {"user": user.pk})


def other_decks(user: User, mine: Sequence[int]) -> list[int]:
    """All others that the learner may read, without their archived ones."""
    statement, parameters = with_access(_REST, user)
    given = parameters | {"user": user.pk, "mine": list(mine)}
    (row,) = fetch_all(statement, given)
    decks: list[int] = row[0]
    return decks


@dataclasses.dataclass(frozen=True, slots=True)
class Scope:
    """The decks to look in: the learner's own, with all their cards, and others."""

    mine: list[int]
    card_count: int
    others: list[int]


def found_rows(
    user: User,
    wanted: Wanted,
    scope: Scope,
    parameters: Mapping[str, Any],
    *,
    show: str,
) -> list[Row]:
    """One page of cards that say what is wanted, the best first. One statement.

    `parameters`: level, now, start, most. Rows: total, whether there may be
    more, card_id, deck_id, deck's title, question, answer, phase, last_level, due_at,
    hidden_until, put_aside_at.
    """
    template = _template(
        show,
        scope.card_count <= LOOKED_THROUGH_MAX,
        wanted.wide != wanted.exact,
        wanted.has_row,
    )
    statement, given = with_access(template, user)
    literals = {
        "exact": f"{_literal(wanted.exact)}::tsquery",
        "wide": f"{_literal(wanted.wide)}::tsquery",
        "begun": f"{_literal(wanted.begun)}::tsquery",
        "mine": f"{_literal(scope.mine)}::bigint[]",
        "others": f"{_literal(scope.others)}::bigint[]",
    }
    for name, literal in literals.items():
        statement = statement.replace(f"__{name}__", literal)
    return fetch_all(statement, {**parameters, **given, "user": user.pk})


def _literal(value: str | list[int]) -> str:
    """Written into the statement, so that each search is planned for its own words and
    decks: the plan for any would walk through all cards of all decks, or of a word."""
    return psql.Literal(value).as_string().replace("%", "%%")


@functools.cache
def _template(show: str, is_looked_through: bool, has_near: bool, has_row: bool) -> str:
    def by_index(decks: str) -> list[str]:
        return [
            _BY_INDEX.format(
                place=2 + tier if decks == "__others__" else tier,
                tier=tier,
                mine=decks == "__mine__",
                decks=decks,
                query=query,
                rare=_RARER.format(query=query) if has_row else "",
                filter=FILTERS[show],
                most=FOUND_MAX,
            )
            for tier, query in enumerate(["__exact__", "__wide__"][: 1 + has_near])
        ]

    looked_through = _LOOKED_THROUGH.format(
        place=0, filter=FILTERS[show], most=FOUND_MAX
    )
    mine = [looked_through] if is_looked_through else by_index("__mine__")
    candidates = " UNION ALL ".join([*mine, *by_index("__others__")])
    found = _FOUND.replace("__candidates__", candidates)
    return found.replace("__most__", str(FOUND_MAX))
