"""The SQL of the card to show (see `statements` for the habits)."""

from decks.study import columns
from decks.study.selections import Cards

_ALLOWED = """(
                        SELECT coalesce(n.new_cards, 0) < coalesce(e.new_cards_per_day,
                            g.new_cards_per_day, d.new_cards_per_day, %(new_cards)s)
                        FROM decks_deck d LEFT JOIN decks_enrolment e
                            ON e.user_id = %(user)s AND e.deck_id = d.id
                        LEFT JOIN decks_studygroup g ON g.id = e.group_id
                        LEFT JOIN decks_daycounter n ON n.user_id = %(user)s
                            AND n.deck_id = d.id AND n.study_day = %(study_day)s
                        WHERE d.id = c.deck_id
                    )"""
"""Whether the day still allows a new card of the deck; the options as `resolved` has
them: `new_cards` is the learner's own."""

_IS_EXAM = f"t.selection->>'cards' = '{Cards.EXAM.value}'"
"""Whether the sitting is a final pass before an exam (`exam_plan`)."""

NEXT_SHOWING = f"""
    WITH t AS MATERIALIZED (
        SELECT * FROM decks_studysession
        WHERE user_id = %(user)s AND id = %(session)s
    ), waiting AS MATERIALIZED (
        SELECT w.card_id, w.due_at FROM t CROSS JOIN LATERAL (
            SELECT s.card_id, s.due_at FROM decks_reviewstate s
            WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IN (1, 3)
                AND s.due_at <= %(early)s AND s.deck_id = ANY(t.deck_ids)
                AND (NOT t.is_narrow OR s.card_id = ANY(t.card_ids))
                AND EXISTS (
                    SELECT FROM decks_card c WHERE c.id = s.card_id
                        AND c.deck_id = ANY(t.deck_ids)
                        AND {columns.readable("c.deck_id")} OFFSET 0
                )
            ORDER BY s.due_at LIMIT 1
        ) w WHERE t.kind = 'review'
    ), found AS (
        SELECT CASE WHEN w.due_at <= %(now)s THEN 1 ELSE 3 END AS rank, w.card_id
        FROM waiting w
        UNION ALL (
            SELECT 2, p.card_id FROM t CROSS JOIN LATERAL unnest(
                t.card_ids[t.position + 1:t.position + %(reach)s]
            ) WITH ORDINALITY AS p(card_id, place)
            LEFT JOIN LATERAL (
                SELECT * FROM decks_reviewstate s WHERE s.user_id = %(user)s
                    AND s.card_id = p.card_id AND s.prompt = 0 OFFSET 0
            ) s ON true
            JOIN LATERAL (
                SELECT c.deck_id FROM decks_card c WHERE c.id = p.card_id OFFSET 0
            ) c ON true
            WHERE s.put_aside_at IS NULL AND (
                t.kind <> 'review' OR s.due_at <= %(now)s
                OR (s.hidden_until > %(now)s) IS NOT TRUE AND (
                    {_IS_EXAM} AND s.last_study_day IS DISTINCT FROM %(study_day)s
                    OR s.phase IS NULL AND {_ALLOWED}
                )
            ) AND c.deck_id = ANY(t.deck_ids) AND {columns.readable("c.deck_id")}
            ORDER BY p.place LIMIT 1
        )
        ORDER BY rank LIMIT 1
    )
    SELECT found.rank, {columns.CARD}, {columns.OPTIONS}, {columns.STATE}
    FROM found JOIN LATERAL (
        SELECT * FROM decks_card c WHERE c.id = found.card_id OFFSET 0
    ) c ON true {columns.OF_CARD}
"""
"""The next card to show, with its state: a waiting card whose delay ran out (rank 1),
else the next planned card that is still due or new (2), else a waiting card that may
come early (3). A practice takes its cards as planned. A new card is left out once the
day's limit is reached: another sitting of the day may have brought the others. A final
pass shows what was not rated on this study day, due or not, whatever the limit.

Only `reach` planned cards are looked at: joining a plan of hundreds for each rating
would be work for nothing. LATERAL and OFFSET 0 leave the planner one way only, by key,
so that a plan made once is right for every learner, deck and size of the tables.
"""

ONE_SHOWING = f"""
    SELECT 0, {columns.CARD}, {columns.OPTIONS}, {columns.STATE}
    FROM decks_card c {columns.OF_CARD}
    WHERE c.id = %(card)s AND {columns.readable("c.deck_id")}
"""
"""One card as it stands now, due or not, where the learner may read it."""
