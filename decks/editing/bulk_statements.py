"""The SQL of marking many cards at once, as `decks.study.marks` does one."""

TOUCH = """
    INSERT INTO decks_reviewstate (user_id, card_id, prompt, deck_id,
        showings_that_day, review_count, lapse_count, last_level, previous_level)
    SELECT %(user)s, c.id, 0, c.deck_id, 0, 0, 0, 0, 0 FROM decks_card c
    WHERE c.deck_id = %(deck)s AND c.id = ANY(%(cards)s::bigint[]) ORDER BY c.id
    ON CONFLICT (user_id, card_id, prompt) DO NOTHING
"""
"""A row for each card that has none: a new card needs one to carry a mark."""

PUT_ASIDE = """
    UPDATE decks_reviewstate AS s SET put_aside_at = %(now)s, due_at = NULL
    FROM (
        SELECT h.card_id FROM decks_reviewstate h
        WHERE h.user_id = %(user)s AND h.prompt = 0 AND h.deck_id = %(deck)s
            AND h.card_id = ANY(%(cards)s::bigint[]) AND h.put_aside_at IS NULL
        ORDER BY h.card_id FOR NO KEY UPDATE
    ) AS held
    WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.card_id = held.card_id
"""

BRING_BACK = """
    UPDATE decks_reviewstate AS s
    SET put_aside_at = NULL, hidden_until = NULL,
        due_at = CASE WHEN s.phase IS NOT NULL THEN (
            SELECT r.due_at FROM decks_review r
            WHERE r.user_id = s.user_id AND r.card_id = s.card_id AND r.prompt = 0
                AND r.undone_at IS NULL AND r.kind <> 'cram'
            ORDER BY r.sequence DESC LIMIT 1
        ) END
    FROM (
        SELECT h.card_id FROM decks_reviewstate h
        WHERE h.user_id = %(user)s AND h.prompt = 0 AND h.deck_id = %(deck)s
            AND h.put_aside_at = %(moment)s
        ORDER BY h.card_id FOR NO KEY UPDATE
    ) AS held
    WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.card_id = held.card_id
"""
"""The due date is that of the last live row of the log (`scheduling.replay`)."""
