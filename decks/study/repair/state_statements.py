"""The SQL that puts a learner's states beside their log."""

from decks.study.columns import STATE_COLUMNS

_STATE = ", ".join(f"s.{column}" for column in STATE_COLUMNS)

STATES_AND_LOG = f"""
    SELECT card_id, prompt, s.user_id IS NOT NULL, s.hidden_until, s.put_aside_at,
        {_STATE},
        r.sequence, r.level, r.reviewed_at, r.study_day, r.due_at, r.kind,
        r.memory_stability_days, r.memory_difficulty
    FROM (
        SELECT * FROM decks_reviewstate WHERE user_id = %(user)s
            AND (%(cards)s::bigint[] IS NULL OR card_id = ANY(%(cards)s::bigint[]))
    ) s FULL JOIN (
        SELECT * FROM decks_review
        WHERE user_id = %(user)s AND undone_at IS NULL AND kind <> 'cram'
            AND (%(cards)s::bigint[] IS NULL OR card_id = ANY(%(cards)s::bigint[]))
    ) r USING (card_id, prompt)
    ORDER BY card_id, prompt, r.sequence
"""
"""A learner's states with the live rows of each, in the order of their sequence.

One statement, so that states and log are of the same moment while others write. A state
without a row in the log, and the other way round, comes with NULLs.
"""

LEARNERS = """
    SELECT u.id FROM decks_user u
    WHERE EXISTS (SELECT FROM decks_reviewstate s WHERE s.user_id = u.id)
        OR EXISTS (SELECT FROM decks_review r WHERE r.user_id = u.id)
    ORDER BY u.id
"""
"""Who has a state or a log."""
