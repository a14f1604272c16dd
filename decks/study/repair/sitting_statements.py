"""The SQL that compares sittings with their live ratings."""

_COLUMNS = (
    "levels",
    "position",
    "rating_count",
    "last_rating_id",
    "last_rated_at",
    "answer_ms",
)

_WANTED = """
    WITH live AS (
        SELECT user_id, session_id, card_id, session_place, rating_id, level,
            reviewed_at, answer_ms
        FROM decks_review
        WHERE undone_at IS NULL AND session_id IS NOT NULL
            AND (%(user)s::bigint IS NULL OR user_id = %(user)s)
    ), latest AS (
        SELECT DISTINCT ON (user_id, session_id) * FROM live
        ORDER BY user_id, session_id, session_place DESC
    ), spent AS (
        SELECT user_id, session_id, sum(answer_ms) AS answer_ms FROM live
        GROUP BY user_id, session_id
    ), said AS (
        SELECT DISTINCT ON (user_id, session_id, card_id)
            user_id, session_id, card_id, level
        FROM live ORDER BY user_id, session_id, card_id, session_place DESC
    ), planned AS (
        SELECT t.user_id, t.id,
            array_agg((
                CASE WHEN c.id IS NULL THEN coalesce(p.level, 0)
                    ELSE coalesce(said.level, 0) END
            )::smallint ORDER BY p.place) AS levels,
            bool_or(c.id IS NULL AND p.level > 0) AS is_short
        FROM decks_studysession t
            CROSS JOIN unnest(t.card_ids, t.levels)
                WITH ORDINALITY AS p(card_id, level, place)
            LEFT JOIN decks_card c ON c.id = p.card_id
            LEFT JOIN said ON said.user_id = t.user_id AND said.session_id = t.id
                AND said.card_id = p.card_id
        WHERE p.place <= cardinality(t.card_ids)
            AND (%(user)s::bigint IS NULL OR t.user_id = %(user)s)
        GROUP BY t.user_id, t.id
    ), judged AS (
        SELECT t.*, coalesce(p.levels, '{}') AS said_levels,
            coalesce(p.is_short, false) AS is_short,
            coalesce(p.is_short, false)
                AND t.rating_count > coalesce(l.session_place, 0)
                AND (t.last_rating_id = l.rating_id OR NOT EXISTS (
                    SELECT FROM decks_review r WHERE r.user_id = t.user_id
                        AND r.rating_id = t.last_rating_id AND r.session_id = t.id
                )) AS keeps_last,
            l.session_place, l.rating_id, l.reviewed_at,
            coalesce(s.answer_ms, 0) AS spent_ms
        FROM decks_studysession t
            LEFT JOIN planned p ON p.user_id = t.user_id AND p.id = t.id
            LEFT JOIN latest l ON l.user_id = t.user_id AND l.session_id = t.id
            LEFT JOIN spent s ON s.user_id = t.user_id AND s.session_id = t.id
        WHERE (%(user)s::bigint IS NULL OR t.user_id = %(user)s)
    ), wanted AS (
        SELECT user_id, id, said_levels AS levels,
            least(position, cardinality(card_ids)) AS position,
            CASE WHEN keeps_last THEN rating_count
                ELSE coalesce(session_place, 0) END AS rating_count,
            CASE WHEN keeps_last THEN last_rating_id ELSE rating_id
                END AS last_rating_id,
            CASE WHEN keeps_last THEN last_rated_at ELSE reviewed_at
                END AS last_rated_at,
            CASE WHEN is_short THEN greatest(answer_ms, spent_ms) ELSE spent_ms
                END AS answer_ms
        FROM judged
    )
"""
_DIFFERS = " OR ".join(f"t.{name} IS DISTINCT FROM w.{name}" for name in _COLUMNS)

WRONG_SITTINGS = f"""
    {_WANTED}
    SELECT t.user_id, t.id,
        {", ".join(f"t.{name} IS DISTINCT FROM w.{name}" for name in _COLUMNS)}
    FROM decks_studysession t JOIN wanted w ON w.user_id = t.user_id AND w.id = t.id
    WHERE {_DIFFERS}
    ORDER BY t.user_id, t.id
"""
"""The sittings (of one `user` or of all) that are not what their live ratings make of
them, and which of SITTING_COLUMNS differ.

`last_rated_at` and the rest are those of the rating with the highest place, as undo
leaves them. Where a rated card is gone its ratings are too: its level stays, and so
does a count above those that are left, with the last rating gone or passed over.
"""

MEND_SITTINGS = f"""
    {_WANTED}
    UPDATE decks_studysession t
    SET {", ".join(f"{name} = w.{name}" for name in _COLUMNS)}
    FROM wanted w
    WHERE w.user_id = t.user_id AND w.id = t.id AND t.user_id = %(user)s
        AND t.id = ANY(%(sittings)s::uuid[]) AND ({_DIFFERS})
"""

SITTING_COLUMNS = _COLUMNS
