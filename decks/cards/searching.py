"""Finding cards by their words: what the index knows, and what widens a search.

`decks_card.search_words` (migration 0005) holds each card's words. The model does not
name it. `decks_searchword` holds every word once or more; it only widens a search.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression

from decks.cards.querysets import CardQuerySet
from decks.cards.wanted_words import (
    BEGIN_FROM_CHARACTERS,
    NEAR_FROM_CHARACTERS,
    Piece,
    Wanted,
    Word,
    near_max,
    nearest,
    pieces_of,
    swapped,
)

_CANDIDATES_MAX = 60

_ALIKE = "0.36"
"""Trigrams that two words must share (of all that either has): lamda and lambda share
0.44, fucntion and function 0.38. Fewer take ten times as long and are rarely slips."""

_WORDS = """
SELECT typed.place, named.word FROM unnest(%(texts)s::text[])
    WITH ORDINALITY AS typed(text, place),
    LATERAL unnest(to_tsvector('simple', decks_folded(typed.text)))
        AS found(word, places, weights),
    LATERAL (SELECT found.word, found.places) AS named(word, places),
    LATERAL unnest(named.places) AS here(at)
ORDER BY typed.place, here.at
"""
# For each word: words that begin with it (shortest first), that hold it, that share
# trigrams with it (`sharpness` holds for this statement, and is set before it looks).
_NEAR = """
WITH eyes AS MATERIALIZED (
    SELECT set_config('pg_trgm.similarity_threshold', %(alike)s, true) AS sharpness
)
SELECT typed.word, near.word FROM eyes, unnest(%(words)s::text[]) AS typed(word),
    LATERAL (
        (SELECT w.word FROM decks_searchword w WHERE w.word >= typed.word COLLATE "C"
            AND w.word < (typed.word || U&'\\+10FFFF') COLLATE "C"
            ORDER BY length(w.word), w.word LIMIT %(most)s)
        UNION (SELECT w.word FROM decks_searchword w
            WHERE length(typed.word) >= %(near_from)s
                AND w.word LIKE '%%' || typed.word || '%%'
            ORDER BY length(w.word), w.word LIMIT %(most)s)
        UNION (SELECT w.word FROM decks_searchword w
            WHERE length(typed.word) >= %(near_from)s AND
                w.word %% (typed.word || left(eyes.sharpness, 0))
            ORDER BY similarity(w.word, typed.word) DESC, w.word LIMIT %(most)s)
    ) AS near
UNION SELECT swap.typed, w.word FROM unnest(%(swaps)s::text[], %(swapped)s::text[])
    AS swap(typed, word) JOIN decks_searchword w ON w.word = swap.word COLLATE "C"
"""
_LEARN = """
INSERT INTO decks_searchword (word)
SELECT DISTINCT found.word FROM decks_card c,
    LATERAL unnest(tsvector_to_array(c.search_words)) AS found(word)
WHERE c.id = ANY(%(cards)s) AND length(found.word) BETWEEN 3 AND 40
    AND found.word !~ '^[0-9]+$' AND NOT EXISTS (
        SELECT FROM decks_searchword w WHERE w.word = found.word COLLATE "C")
"""
_FORGET = """
WITH known AS MATERIALIZED (
    SELECT word FROM ts_stat('SELECT search_words FROM decks_card')
    WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
), kept AS (
    SELECT min(w.id) AS id, w.word FROM decks_searchword w JOIN known USING (word)
    GROUP BY w.word
), missed AS (
    INSERT INTO decks_searchword (word)
    SELECT word FROM known WHERE word NOT IN (SELECT word FROM kept)
)
DELETE FROM decks_searchword w WHERE w.id NOT IN (SELECT id FROM kept)
"""


def wanted_words(text: str) -> Wanted:
    """What was typed, as the index has it, with near words. Two statements.

    Of a text without any letter or digit nothing is wanted; that costs one statement.
    """
    pieces = pieces_of(text)
    if not pieces:
        return Wanted()
    rows = _rows_of(pieces)
    has_near = near_max(sum(map(len, rows))) > 0
    near = _near_words({word for row in rows for word in row}) if has_near else {}
    return Wanted(
        tuple(
            Word(
                tuple(row),
                piece.is_quoted,
                tuple(nearest(word, near.get(word, ())) for word in row),
            )
            for piece, row in zip(pieces, rows, strict=True)
            if row
        )
    )


def _rows_of(pieces: Sequence[Piece]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in pieces]
    found = _fetch(_WORDS, {"texts": [piece.text for piece in pieces]})
    for place, word in found:
        rows[place - 1].append(word)
    return rows


def _near_words(words: Iterable[str]) -> dict[str, set[str]]:
    named = sorted(word for word in words if len(word) >= BEGIN_FROM_CHARACTERS)
    if not named:
        return {}
    long = [word for word in named if len(word) >= NEAR_FROM_CHARACTERS]
    swaps = [(word, other) for word in long for other in swapped(word)]
    given = {
        "words": named,
        "swaps": [word for word, _ in swaps],
        "swapped": [other for _, other in swaps],
        "most": _CANDIDATES_MAX,
        "near_from": NEAR_FROM_CHARACTERS,
        "alike": _ALIKE,
    }
    near: dict[str, set[str]] = {}
    for word, other in _fetch(_NEAR, given):
        near.setdefault(word, set()).add(other)
    return near


def _fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


class _Says(Expression):
    """True of a card that says what the tsquery asks for."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, query: str) -> None:
        super().__init__()
        self.query_text = query
        self.table = "decks_card"

    def resolve_expression(self, query: Any = None, *args: Any, **more: Any) -> "_Says":
        resolved: _Says = super().resolve_expression(query, *args, **more)
        resolved.table = query.get_initial_alias()
        return resolved

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str]]:
        # The function beneath @@, which no index serves: few cards are looked at.
        column = f"{compiler.quote_name_unless_alias(self.table)}.search_words"
        return f"ts_match_vq({column}, %s::tsquery)", (self.query_text,)


def matching(cards: CardQuerySet, wanted: Wanted) -> CardQuerySet:
    """Those of one deck's cards (or of a few decks) that say what is wanted.

    None where nothing is wanted. Looks at each card of `cards`: 2 ms a thousand.
    """
    return cards.filter(_Says(wanted.begun)) if wanted else cards.none()


def learn_words(card_ids: Sequence[int]) -> None:
    """Have the words of these cards known as near words. One statement.

    Called where texts are written; of two at once neither waits for the other.
    """
    if card_ids:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, {"cards": list(card_ids)})


def forget_words() -> None:
    """Drop words that no card has any more, and doubles; add what was missed.

    One statement that reads every card's words: half a minute at a million cards.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
