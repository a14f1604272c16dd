"""The SQL of exam dates and of what comes before an exam (see `statements`)."""

EXAM_DATES = """
    SELECT d.deck_id, e.exam_date, n.exam_date, n.is_own, n.name
    FROM unnest(%(decks)s::bigint[]) AS d(deck_id)
    LEFT JOIN decks_enrolment e ON e.user_id = %(user)s AND e.deck_id = d.deck_id
    LEFT JOIN LATERAL (
        SELECT coalesce(m.exam_date, g.exam_date) AS exam_date,
            m.exam_date IS NOT NULL AS is_own, g.name
        FROM decks_membership m
        JOIN decks_groupdeck h ON h.group_id = m.group_id AND h.deck_id = d.deck_id
        JOIN decks_studygroup g ON g.id = m.group_id
        WHERE m.user_id = %(user)s
            AND coalesce(m.exam_date, g.exam_date) >= %(today)s
        ORDER BY 1, g.id LIMIT 1
    ) AS n ON true
    WHERE e.exam_date IS NOT NULL OR n.exam_date IS NOT NULL
"""
"""By deck: the learner's own date for it, and the earliest to come of their groups that
share it, where a member's own date goes before the group's."""

PACE = """
        SELECT coalesce(sum(level_1 + level_2 + level_3 + level_4 + level_5), 0)::int
                AS ratings, coalesce(sum(answer_ms), 0)::bigint AS answer_ms,
            coalesce(sum(answer_ms) FILTER (
                WHERE study_day BETWEEN %(lately_from)s AND %(yesterday)s
            ), 0)::bigint AS lately_ms
        FROM decks_daycounter
        WHERE user_id = %(user)s AND study_day >= %(counted_from)s
"""
"""The three numbers that `Pace` holds; `pace_parameters` has its parameters."""

EXAM_CARDS = f"""
    WITH pace AS ({PACE})
    SELECT pace.*, s.card_id, s.stability_days, s.difficulty, s.last_study_day,
        s.put_aside_at IS NOT NULL OR coalesce(s.hidden_until > %(now)s, false)
    FROM pace LEFT JOIN decks_reviewstate s
        ON s.user_id = %(user)s AND s.deck_id = %(deck)s AND s.prompt = 0
"""
"""The learner's pace beside each of their cards of the deck; one row at least."""
