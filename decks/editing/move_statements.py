"""The SQL of cards that move; `cards` are their ids, `deck` is where they go."""

from decks.study.counters import COUNTED_CARDS
from decks.study.tallies import COUNTED

PLACE_AT_END = """
    UPDATE decks_card AS c SET deck_id = %(deck)s, position = %(last)s + o.place
    FROM (
        SELECT id, row_number() OVER (ORDER BY deck_id, position, id) AS place
        FROM decks_card WHERE id = ANY(%(cards)s)
    ) AS o WHERE o.id = c.id
"""

HOLD_STATES = """
    WITH held AS (
        SELECT s.deck_id FROM decks_reviewstate s WHERE s.card_id = ANY(%(cards)s)
        ORDER BY s.user_id, s.card_id, s.prompt FOR NO KEY UPDATE
    )
    SELECT DISTINCT deck_id FROM held
"""
"""Lock the cards' states, in the order of `repair.states`; the decks they lie in."""

HOLD_ENROLMENTS = """
    SELECT count(*) FROM (
        SELECT FROM decks_enrolment e
        WHERE e.deck_id = ANY(%(decks)s) AND EXISTS (
            SELECT FROM decks_reviewstate s
            WHERE s.user_id = e.user_id AND s.card_id = ANY(%(cards)s)
        )
        ORDER BY e.user_id, e.deck_id FOR NO KEY UPDATE
    ) AS held
"""

_ADDED = ", ".join(f"{name} = e.{name} + %(sign)s * n.{name}" for name in COUNTED_CARDS)

ADD_COUNTS = f"""
    UPDATE decks_enrolment AS e SET {_ADDED}
    FROM (
        SELECT s.user_id, s.deck_id, {COUNTED} FROM decks_reviewstate s
        WHERE s.card_id = ANY(%(cards)s) AND s.prompt = 0 AND s.phase IS NOT NULL
        GROUP BY s.user_id, s.deck_id
    ) AS n WHERE n.user_id = e.user_id AND n.deck_id = e.deck_id
"""
"""Add (`sign` 1) or take away (-1) what the cards count for where their states lie now.

Not a count of the whole deck: a deleted card must not cost as much as its deck.
"""

MOVE_SUGGESTIONS = """
    UPDATE decks_suggestion SET deck_id = %(deck)s
    WHERE card_id = ANY(%(cards)s) AND deck_id <> %(deck)s
"""
"""What is suggested for a card is answered by those who edit the deck it lies in."""

MOVE_STATES = """
    UPDATE decks_reviewstate SET deck_id = %(deck)s
    WHERE card_id = ANY(%(cards)s) AND deck_id <> %(deck)s
"""
