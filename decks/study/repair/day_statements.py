"""The SQL that compares the day counters with the log."""

from decks.study.counters import COUNTED_RATINGS, MATURE_DAYS
from decks.study.repair.log_statements import IS_BROKEN, IS_UNPLAYABLE

COUNTERS = (*COUNTED_RATINGS, "practice_ratings", "practice_ms")
"""The columns of DayCounter that count."""

_LATER = "kind = 'review' AND NOT was_new AND days_since > 0"
_YOUNG = f"{_LATER} AND days_given < {MATURE_DAYS}"
_MATURE = f"{_LATER} AND days_given >= {MATURE_DAYS}"

LOG_SUMS = {
    "new_cards": "count(*) FILTER (WHERE kind = 'review' AND was_new)",
    "reviews": "count(*) FILTER (WHERE kind = 'review' AND was_in_review)",
    **{
        f"level_{n}": f"count(*) FILTER (WHERE kind = 'review' AND level = {n})"
        for n in range(1, 6)
    },
    "answer_ms": "sum(answer_ms) FILTER (WHERE kind = 'review')",
    "young": f"count(*) FILTER (WHERE {_YOUNG})",
    "young_recalled": f"count(*) FILTER (WHERE {_YOUNG} AND level > 2)",
    "mature": f"count(*) FILTER (WHERE {_MATURE})",
    "mature_recalled": f"count(*) FILTER (WHERE {_MATURE} AND level > 2)",
    "practice_ratings": "count(*) FILTER (WHERE kind = 'cram')",
    "practice_ms": "sum(answer_ms) FILTER (WHERE kind = 'cram')",
}
"""By counter: its sum over rows that say beside `kind`, `level` and `answer_ms` what
the card was before (WAS)."""

_SUMS = ", ".join(f"coalesce({LOG_SUMS[name]}, 0) AS {name}" for name in COUNTERS)
_KEPT = ", ".join(f"coalesce(k.{name}, 0)" for name in COUNTERS)
_SUMMED = ", ".join(f"coalesce(n.{name}, 0)" for name in COUNTERS)
_FROM_BEFORE = (
    "new_cards",
    "reviews",
    "young",
    "young_recalled",
    "mature",
    "mature_recalled",
)
"""Counters that follow from the rating before: where a log has lost that one they are
of other ratings, and the log's may be more or fewer."""

_SHORT_WANTED = {
    name: f"CASE WHEN is_broken AND NOT is_missing THEN kept_{name} "
    f"ELSE greatest(kept_{name}, log_{name}) END"
    if name in _FROM_BEFORE
    else f"greatest(kept_{name}, log_{name})"
    for name in COUNTERS
}
_WANTED = ", ".join(
    f"CASE WHEN is_short THEN {_SHORT_WANTED[name]} ELSE log_{name} END AS {name}"
    for name in COUNTERS
)
_BOTH = ", ".join(
    f"coalesce(k.{name}, 0) AS kept_{name}, coalesce(n.{name}, 0) AS log_{name}"
    for name in COUNTERS
)
_BELOW = " OR ".join(
    f"{'NOT is_broken AND ' if name in _FROM_BEFORE else ''}kept_{name} < log_{name}"
    for name in COUNTERS
)
WAS = """coalesce(lag(r.kind) OVER card, 'reset') = 'reset' AS was_new,
            coalesce(
                lag(r.kind) OVER card <> 'reset' AND (
                    lag(r.level) OVER card > 2
                    OR lag(r.memory_stability_days + r.memory_difficulty) OVER card
                        IS NOT NULL
                ), false
            ) AS was_in_review,
            r.study_day - lag(r.study_day) OVER card AS days_since,
            lag(r.interval_days) OVER card AS days_given"""
"""What a card was before a row `r` of its live log, in the window `card`."""

_MINE = "(%(user)s::bigint IS NULL OR {}.user_id = %(user)s)"

WRONG_DAYS = f"""
    WITH short AS (
        SELECT t.user_id, t.deck_ids, t.study_day AS first_day,
            'infinity'::date AS last_day, false AS is_broken
        FROM decks_studysession t
        WHERE {_MINE.format("t")} AND EXISTS (
            SELECT FROM unnest(t.card_ids, t.levels) AS p(card_id, level)
            WHERE p.level > 0
                AND NOT EXISTS (SELECT FROM decks_card c WHERE c.id = p.card_id)
        )
        UNION ALL
        SELECT r.user_id, array_agg(DISTINCT r.deck_id),
            CASE WHEN min(r.sequence) > 1 THEN '-infinity' ELSE min(r.study_day) END,
            max(r.study_day), true
        FROM decks_review r
        WHERE r.undone_at IS NULL AND r.kind <> 'cram' AND {_MINE.format("r")}
        GROUP BY r.user_id, r.card_id, r.prompt
        HAVING {IS_BROKEN} OR bool_or({IS_UNPLAYABLE})
    ), log AS (
        SELECT r.user_id, r.study_day, r.deck_id, r.kind, r.level, r.answer_ms,
            {WAS}
        FROM decks_review r
        WHERE r.undone_at IS NULL AND {_MINE.format("r")}
        WINDOW card AS (
            PARTITION BY r.user_id, r.card_id, r.prompt, r.kind = 'cram'
            ORDER BY r.sequence, r.reviewed_at
        )
    ), summed AS (
        SELECT user_id, study_day, deck_id, {_SUMS} FROM log
        WHERE kind IN ('review', 'cram')
            AND EXISTS (SELECT FROM decks_deck d WHERE d.id = deck_id)
        GROUP BY user_id, study_day, deck_id
    ), compared AS (
        SELECT user_id, study_day, deck_id, k.user_id IS NULL AS is_missing,
            n.user_id IS NULL AS is_without_log, {_BOTH}
        FROM (SELECT * FROM decks_daycounter k WHERE {_MINE.format("k")}) k
            FULL JOIN summed n USING (user_id, study_day, deck_id)
        WHERE k.user_id IS NULL OR n.user_id IS NULL
            OR ({_KEPT}) IS DISTINCT FROM ({_SUMMED})
    ), judged AS (
        SELECT compared.*, days.*
        FROM compared CROSS JOIN LATERAL (
            SELECT count(*) > 0 AS is_short,
                coalesce(bool_or(is_broken), false) AS is_broken
            FROM short o
            WHERE o.user_id = compared.user_id
                AND compared.study_day BETWEEN o.first_day AND o.last_day
                AND compared.deck_id = ANY(o.deck_ids)
        ) days
    )
    SELECT user_id, study_day, deck_id, is_without_log AND NOT is_short AS is_nothing,
        {_WANTED}
    FROM judged
    WHERE is_missing OR NOT is_short OR {_BELOW}
    ORDER BY user_id, study_day, deck_id
"""
"""The counters that are not the sums of the log, with what they should be; those of one
`user` or of all.

What a card was before a rating follows from the row before it, as in
`scheduling.schedule`: nothing before it or a reset is a new card; a recall (level 3 to
5) or an imported memory leaves a card in review, a miss does not.

Some days the log is short of ratings that were counted: a card that was deleted took
its rows along (they cascade), while the learner's day stays as studied, and a broken
log has lost some. From the first day of a sitting that holds a rated card which is gone
(it may have been taken up again at any time), and between the first and the last rating
of a card with a broken log (`is_broken`), counters may be above the log (`is_short`)
but not below; what follows from the rating before is not judged in a broken log. Where
a log has lost its first rating, nobody knows on which day that was.
Days of decks that are gone have no counters.
"""
