"""The SQL of a card that goes into another one: `kept` and `dropped`, and of both
(`cards`) the rows of the learners who have anything of the dropped one (`users`).

What is summed from the log is taken away before the log is joined and added after it:
the rule is then the one by which the sums are checked.
"""

from decks.study.counters import COUNTED_CARDS
from decks.study.repair.day_statements import LOG_SUMS, WAS
from decks.study.tallies import COUNTED

_LIVE = "r.undone_at IS NULL AND r.kind <> 'cram'"
_OF_BOTH = "r.card_id = ANY(%(cards)s) AND r.user_id = ANY(%(users)s)"

LEARNERS = """
    SELECT user_id FROM decks_reviewstate WHERE card_id = %(dropped)s
    UNION SELECT user_id FROM decks_review WHERE card_id = %(dropped)s
    UNION SELECT user_id FROM decks_cardnote WHERE card_id = %(dropped)s
    ORDER BY user_id
"""

HOLD_SITTINGS = """
    SELECT count(*) FROM (
        SELECT FROM decks_studysession t WHERE (t.user_id, t.id) IN (
            SELECT r.user_id, r.session_id FROM decks_review r
            WHERE r.card_id = %(dropped)s AND r.undone_at IS NULL
        )
        ORDER BY t.user_id, t.id FOR NO KEY UPDATE
    ) AS held
"""
"""Lock the sittings in which the dropped card was rated."""

HOLD_STATES = """
    SELECT count(*) FROM (
        SELECT FROM decks_reviewstate s
        WHERE s.card_id = ANY(%(cards)s) AND s.user_id = ANY(%(users)s)
        ORDER BY s.user_id, s.card_id, s.prompt FOR NO KEY UPDATE
    ) AS held
"""

HOLD_DAYS = f"""
    SELECT count(*) FROM (
        SELECT FROM decks_daycounter n WHERE (n.user_id, n.study_day, n.deck_id) IN (
            SELECT r.user_id, r.study_day, r.deck_id FROM decks_review r
            WHERE {_OF_BOTH} AND {_LIVE}
        )
        ORDER BY n.user_id, n.study_day, n.deck_id FOR NO KEY UPDATE
    ) AS held
"""

HOLD_ENROLMENTS = """
    SELECT count(*) FROM (
        SELECT FROM decks_enrolment e WHERE (e.user_id, e.deck_id) IN (
            SELECT s.user_id, s.deck_id FROM decks_reviewstate s
            WHERE s.card_id = ANY(%(cards)s) AND s.user_id = ANY(%(users)s)
        )
        ORDER BY e.user_id, e.deck_id FOR NO KEY UPDATE
    ) AS held
"""

_ADDED = ", ".join(f"{name} = e.{name} + %(sign)s * n.{name}" for name in COUNTED_CARDS)

ADD_COUNTS = f"""
    UPDATE decks_enrolment AS e SET {_ADDED}
    FROM (
        SELECT s.user_id, s.deck_id, {COUNTED} FROM decks_reviewstate s
        WHERE s.card_id = ANY(%(cards)s) AND s.user_id = ANY(%(users)s)
            AND s.prompt = 0 AND s.phase IS NOT NULL
        GROUP BY s.user_id, s.deck_id
    ) AS n WHERE n.user_id = e.user_id AND n.deck_id = e.deck_id
"""
"""Add (`sign` 1) or take away (-1) what the two cards count for on the enrolments."""

_MOVED = [
    *("new_cards", "reviews"),
    *("young", "young_recalled", "mature", "mature_recalled"),
]
_DAYS_ADDED = ", ".join(f"{name} = n.{name} + %(sign)s * l.{name}" for name in _MOVED)
_DAYS_SUMMED = ", ".join(f"{LOG_SUMS[name]} AS {name}" for name in _MOVED)

ADD_DAYS = f"""
    WITH log AS (
        SELECT r.user_id, r.study_day, r.deck_id, r.kind, r.level,
            {WAS}
        FROM decks_review r WHERE {_OF_BOTH} AND {_LIVE}
        WINDOW card AS (
            PARTITION BY r.user_id, r.card_id, r.prompt ORDER BY r.sequence
        )
    )
    UPDATE decks_daycounter AS n SET {_DAYS_ADDED}
    FROM (
        SELECT user_id, study_day, deck_id, {_DAYS_SUMMED}
        FROM log WHERE kind = 'review' GROUP BY user_id, study_day, deck_id
    ) AS l
    WHERE l.user_id = n.user_id AND l.study_day = n.study_day
        AND l.deck_id = n.deck_id
        AND l.new_cards + l.reviews + l.young + l.mature > 0
"""
"""The same for the days' counters: of the second card the first rating is, once the two
are one, of a card that is not new any more. Levels and times stay as they are."""

JOIN_SITTINGS = """
    WITH said AS (
        SELECT DISTINCT ON (r.user_id, r.session_id) r.user_id, r.session_id, r.level
        FROM decks_review r
        WHERE r.card_id = ANY(%(cards)s) AND r.undone_at IS NULL AND EXISTS (
            SELECT FROM decks_review o
            WHERE o.user_id = r.user_id AND o.session_id = r.session_id
                AND o.card_id = %(dropped)s AND o.undone_at IS NULL
        )
        ORDER BY r.user_id, r.session_id, r.session_place DESC
    ), placed AS (
        SELECT t.user_id, t.id, said.level,
            array_position(t.card_ids, %(kept)s::bigint) AS kept,
            array_position(t.card_ids, %(dropped)s::bigint) AS dropped
        FROM decks_studysession t
            JOIN said ON said.user_id = t.user_id AND said.session_id = t.id
    )
    UPDATE decks_studysession AS t SET
        card_ids = CASE WHEN p.kept IS NULL
            THEN array_replace(t.card_ids, %(dropped)s::bigint, %(kept)s::bigint)
            ELSE t.card_ids[:p.first - 1] || %(kept)s::bigint
                || t.card_ids[p.first + 1:p.second - 1] || t.card_ids[p.second + 1:]
            END,
        levels = CASE WHEN p.kept IS NULL THEN t.levels
            ELSE t.levels[:p.first - 1] || p.level
                || t.levels[p.first + 1:p.second - 1] || t.levels[p.second + 1:]
            END,
        position = t.position
            - (p.kept IS NOT NULL AND p.second <= t.position)::int,
        planned_count = greatest(0, t.planned_count - (p.kept IS NOT NULL)::int)
    FROM (
        SELECT *, least(kept, dropped) AS first, greatest(kept, dropped) AS second
        FROM placed WHERE dropped IS NOT NULL
    ) AS p
    WHERE p.user_id = t.user_id AND p.id = t.id
"""
"""In sittings in which the dropped card was rated the other one stands for both: at the
first of their places, with the level that was said last. Before the log is joined."""

_BEYOND = 1_000_000_000
"""No card has so many ratings."""

JOIN_LIVE_ROWS = f"""
    UPDATE decks_review AS r
    SET card_id = %(kept)s, sequence = {_BEYOND} + o.place
    FROM (
        SELECT user_id, rating_id, row_number() OVER (
            PARTITION BY user_id, prompt ORDER BY happened_at, card_id, sequence
        ) AS place
        FROM (
            SELECT r.user_id, r.rating_id, r.prompt, r.card_id, r.sequence,
                max(r.reviewed_at) OVER (
                    PARTITION BY r.user_id, r.card_id, r.prompt ORDER BY r.sequence
                ) AS happened_at
            FROM decks_review r WHERE {_OF_BOTH} AND {_LIVE}
        ) AS log
    ) AS o
    WHERE o.user_id = r.user_id AND o.rating_id = r.rating_id
"""
"""The live rows of both cards, in the order of time, as rows of the kept one.

A card's own order stays, where a clock went back too: a row happened no earlier than
the one before it. The numbers are out of the way of those that the rows have still.
"""

NUMBER_LIVE_ROWS = f"""
    UPDATE decks_review AS r SET sequence = r.sequence - {_BEYOND}
    WHERE r.card_id = %(kept)s AND r.user_id = ANY(%(users)s)
        AND r.sequence > {_BEYOND}
"""

CARRY_OTHER_ROWS = """
    UPDATE decks_review SET card_id = %(kept)s WHERE card_id = %(dropped)s
"""
"""Practice and what was undone, which keep the numbers they have."""
