"""The SQL that finds rows of the log which cannot be right. Undone rows never count."""

IS_BROKEN = """
    (min(sequence) <> 1 OR max(sequence) <> count(*)
        OR count(DISTINCT sequence) <> count(*))"""
"""Of a card's live rows: they do not count from 1 without a gap."""

BROKEN_SEQUENCES = f"""
    SELECT user_id, card_id, count(*) AS rows, max(sequence) AS latest
    FROM decks_review
    WHERE undone_at IS NULL AND kind <> 'cram'
    GROUP BY user_id, card_id, prompt
    HAVING {IS_BROKEN}
"""

IS_UNPLAYABLE = """
    NOT CASE
        WHEN kind = 'reset' THEN level = 0
        WHEN kind IN ('review', 'cram', 'import') THEN level BETWEEN 1 AND 5
        ELSE false END"""

UNPLAYABLE = f"""
    SELECT user_id, card_id, rating_id, kind, level
    FROM decks_review
    WHERE undone_at IS NULL AND {IS_UNPLAYABLE}
"""

OUT_OF_PLACE = """
    SELECT r.user_id, r.card_id, r.rating_id,
        CASE
            WHEN r.reviewed_at > %(latest)s THEN 'lies in the future'
            WHEN r.kind = 'review' AND r.due_at <= r.reviewed_at
                THEN 'was due again before it was given'
            WHEN abs(r.study_day - (r.reviewed_at AT TIME ZONE 'UTC')::date) > 2
                THEN 'is counted on a day that it was not given on'
            ELSE 'names a sitting that is not there'
        END
    FROM decks_review r
    WHERE r.undone_at IS NULL AND (
        r.reviewed_at > %(latest)s
        OR r.kind = 'review' AND r.due_at <= r.reviewed_at
        OR abs(r.study_day - (r.reviewed_at AT TIME ZONE 'UTC')::date) > 2
        OR r.session_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM decks_studysession t
            WHERE t.user_id = r.user_id AND t.id = r.session_id
        )
    )
"""
"""A study day is at most two days from the date in UTC: zones reach 14 hours either
way, and a day may start as late as 23:59.
"""
