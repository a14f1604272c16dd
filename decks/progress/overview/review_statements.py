"""The SQL of single ratings: how many there are by day, and the latest of some days."""

from decks.study.counters import MATURE_DAYS

ALL_LEVELS = "level_1 + level_2 + level_3 + level_4 + level_5"

COUNTS = f"""
    SELECT study_day, sum({{matching}})::bigint, sum(practice_ratings)::bigint,
        sum({ALL_LEVELS} + practice_ratings)::bigint
    FROM decks_daycounter
    WHERE user_id = %(user)s AND study_day BETWEEN %(first)s AND %(last)s
        AND (%(decks)s::bigint[] IS NULL OR deck_id = ANY(%(decks)s))
    GROUP BY study_day ORDER BY study_day DESC
"""
"""By day, the latest first: ratings of the kind that is asked for (`matching` is a sum
of columns), practice, and all ratings."""

PAGE = """
    WITH sat AS MATERIALIZED (
        SELECT t.id FROM decks_studysession t
        WHERE t.user_id = %(user)s AND t.started_at < %(until)s
            AND t.last_rated_at >= %(since)s
    )
    SELECT r.rating_id, r.card_id, r.deck_id, r.kind, r.level, r.reviewed_at,
        r.study_day, r.answer_ms, r.interval_days, r.due_at
    FROM sat CROSS JOIN LATERAL (
        SELECT * FROM decks_review r
        WHERE r.user_id = %(user)s AND r.session_id = sat.id
            AND r.study_day BETWEEN %(first)s AND %(last)s
            AND r.undone_at IS NULL AND r.kind = ANY(%(kinds)s::text[])
            AND r.level BETWEEN %(lowest)s AND %(highest)s
            AND (%(decks)s::bigint[] IS NULL OR r.deck_id = ANY(%(decks)s))
            AND (
                %(after_at)s::timestamptz IS NULL OR r.study_day < %(last)s
                OR (r.reviewed_at, r.rating_id)
                    < (%(after_at)s::timestamptz, %(after_id)s::uuid)
            )
        OFFSET 0
    ) r
    WHERE EXISTS (SELECT FROM decks_deck d WHERE d.id = r.deck_id) {narrow}
    ORDER BY r.study_day DESC, r.reviewed_at DESC, r.rating_id DESC
    LIMIT %(most)s
"""
"""The latest live ratings of some days, after a place on the `last` of them.

Through the sittings of these days, so that the log is read where they are and nowhere
else (OFFSET 0 keeps the planner from reading it whole); a sitting that began long
before may have been taken up again, which its last rating tells. Counters have no days
of decks that are gone, nor has this.
"""

TAGGED = """
        AND EXISTS (
            SELECT FROM decks_card c
            WHERE c.id = r.card_id AND c.deck_id = ANY(%(tag_decks)s)
                AND c.tags @> ARRAY[%(tag)s]::varchar[]
        )"""
"""Of cards that have a tag now."""

_BEFORE = """(
            SELECT {} FROM decks_review b
            WHERE b.user_id = r.user_id AND b.card_id = r.card_id
                AND b.prompt = r.prompt AND b.sequence < r.sequence
                AND b.undone_at IS NULL AND b.kind <> 'cram'
            ORDER BY b.sequence DESC LIMIT 1
        )"""
_IS_RESET = "b.kind = 'reset'"
_IS_LATER = "b.kind <> 'reset' AND b.study_day < r.study_day AND b.interval_days"

BY_BEFORE = {
    "new": f"AND coalesce({_BEFORE.format(_IS_RESET)}, true)",
    "young": f"AND {_BEFORE.format(f'{_IS_LATER} < {MATURE_DAYS}')}",
    "mature": f"AND {_BEFORE.format(f'{_IS_LATER} >= {MATURE_DAYS}')}",
}
"""What the card's row before a rating must be: as `repair.day_statements` has it."""
