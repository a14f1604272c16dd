"""The SQL of what was done day by day: from the day counters, of a tag from the log."""

from decks.study.repair.day_statements import LOG_SUMS, WAS

COUNTED = (
    *("level_1", "level_2", "level_3", "level_4", "level_5"),
    *("practice_ratings", "answer_ms", "practice_ms", "new_cards"),
    *("young", "young_recalled", "mature", "mature_recalled"),
)
"""What a day's row holds after its day, in this order."""

_SUMMED = ", ".join(f"sum({name})::bigint" for name in COUNTED)
_OF_DECKS = """user_id = %(user)s
        AND (%(decks)s::bigint[] IS NULL OR deck_id = ANY(%(decks)s))"""

DAYS = f"""
    SELECT study_day, {_SUMMED} FROM decks_daycounter
    WHERE {_OF_DECKS} AND study_day BETWEEN %(first)s AND %(today)s
    GROUP BY study_day ORDER BY study_day
"""
"""The figures of each day that was studied; `decks` NULL is everything ever studied."""

STUDY_DAYS = f"""
    SELECT DISTINCT study_day FROM decks_daycounter
    WHERE {_OF_DECKS} AND study_day <= %(today)s ORDER BY study_day
"""
"""All days that were studied, the earliest first."""

STARTS = """
    SELECT DISTINCT ON (steps_ago, deck_id)
        (%(today)s - study_day) / %(step_days)s AS steps_ago,
        deck_id, start_cards, start_1, start_2, start_3, start_4, start_5
    FROM decks_daycounter
    WHERE user_id = %(user)s AND deck_id = ANY(%(decks)s) AND study_day > %(first)s
        AND study_day <= %(today)s AND start_1 IS NOT NULL
    ORDER BY steps_ago, deck_id, study_day
"""
"""How each deck stood when the study of a step of days began, the latest step first."""

_TAGGED = """
        SELECT c.id FROM decks_card c
        WHERE c.deck_id = ANY(%(decks)s) AND c.tags @> ARRAY[%(tag)s]::varchar[]
"""

TAG_CARDS = f"""
    SELECT count(*), coalesce(sum(s.review_count), 0)::bigint,
        count(*) FILTER (WHERE s.last_level = 1),
        count(*) FILTER (WHERE s.last_level = 2),
        count(*) FILTER (WHERE s.last_level = 3),
        count(*) FILTER (WHERE s.last_level = 4),
        count(*) FILTER (WHERE s.last_level = 5)
    FROM ({_TAGGED}) c LEFT JOIN LATERAL (
        SELECT * FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0 OFFSET 0
    ) s ON true
"""
"""How many cards have the tag, how often they were rated, and their levels now."""

_TAG_SUMS = ", ".join(
    "0" if name.startswith("practice") else f"coalesce({LOG_SUMS[name]}, 0)::bigint"
    for name in COUNTED
)
_TAG_MOVES = ", ".join(
    f"(count(*) FILTER (WHERE level_after = {n})"
    f" - count(*) FILTER (WHERE level_before = {n}))::int"
    for n in range(1, 6)
)

TAG_DAYS = f"""
    WITH log AS (
        SELECT r.study_day, r.kind, r.level, r.answer_ms, {WAS},
            CASE WHEN r.kind <> 'reset' THEN r.level END AS level_after,
            CASE WHEN lag(r.kind) OVER card <> 'reset' THEN lag(r.level) OVER card END
                AS level_before
        FROM ({_TAGGED}) c CROSS JOIN LATERAL (
            SELECT * FROM decks_review r
            WHERE r.user_id = %(user)s AND r.card_id = c.id AND r.prompt = 0
                AND r.undone_at IS NULL AND r.kind <> 'cram'
                AND r.study_day <= %(today)s OFFSET 0
        ) r
        WINDOW card AS (PARTITION BY r.card_id ORDER BY r.sequence)
    )
    SELECT study_day, {_TAG_SUMS}, {_TAG_MOVES}, bool_or(kind = 'review')
    FROM log GROUP BY study_day ORDER BY study_day
"""
"""The same figures of the cards that have a tag now, practice left out, by how much the
cards of each level grew more that day, and whether any was rated. Reads each rating of
these cards once, through their index: OFFSET 0 keeps the planner from the whole log."""
