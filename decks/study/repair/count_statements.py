"""The SQL that compares counts of cards, and where states lie, with the cards."""

from decks.study.counters import COUNTED_CARDS
from decks.study.tallies import COUNTED

_KEPT = ", ".join(f"e.{name}" for name in COUNTED_CARDS)
_HELD = ", ".join(f"coalesce(n.{name}, 0)" for name in COUNTED_CARDS)

WRONG_ENROLMENTS = f"""
    SELECT e.user_id, e.deck_id
    FROM decks_enrolment e LEFT JOIN (
        SELECT s.user_id, s.deck_id, {COUNTED} FROM decks_reviewstate s
        WHERE s.prompt = 0 AND s.phase IS NOT NULL
        GROUP BY s.user_id, s.deck_id
    ) n ON n.user_id = e.user_id AND n.deck_id = e.deck_id
    WHERE ({_KEPT}) IS DISTINCT FROM ({_HELD})
    ORDER BY e.user_id, e.deck_id
"""

WRONG_DECKS = """
    SELECT d.id, d.card_count, coalesce(n.held, 0) AS held
    FROM decks_deck d LEFT JOIN (
        SELECT deck_id, count(*) AS held FROM decks_card GROUP BY deck_id
    ) n ON n.deck_id = d.id
    WHERE d.card_count <> coalesce(n.held, 0)
    ORDER BY d.id
"""

MOVED_STATES = """
    SELECT s.user_id, s.card_id, s.deck_id, c.deck_id AS card_deck_id
    FROM decks_reviewstate s JOIN decks_card c ON c.id = s.card_id
    WHERE s.deck_id <> c.deck_id
    ORDER BY s.user_id, s.card_id
"""
