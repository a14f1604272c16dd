"""The SQL of one rating and of the next card; `plan_statements` has the queue's.

PERFORMANCE: what a rating costs is statements, not rows, so the hot path is plain SQL
in as few of them as can be read. `now` is always a parameter, never `now()`; every
statement carries the user (keys start with it, and a distributed Postgres asks for it).
Table and column names are those of `decks.study.models` and `decks.cards.models`.
`{readable}` and `{editable}` are the SQL of `Deck.objects.readable_by` and
`editable_by`: access is decided there.
"""

from decks.accounts.study_options import OPTION_NAMES
from decks.study.counters import COUNTED_CARDS, COUNTED_RATINGS

STATE_COLUMNS = (
    "phase",
    "stability_days",
    "difficulty",
    "due_at",
    "last_reviewed_at",
    "last_study_day",
    "showings_that_day",
    "review_count",
    "lapse_count",
    "last_level",
    "previous_level",
)
_STATE = ", ".join(f"s.{column}" for column in STATE_COLUMNS)
_OPTIONS = ", ".join(f"coalesce(e.{name}, d.{name}) AS {name}" for name in OPTION_NAMES)

CARD_COLUMNS = (
    "card_id",
    "deck_id",
    "question",
    "answer",
    "deck_title",
    "may_edit",
    "is_flagged",
    "note",
)
_CARD = (
    "c.id, c.deck_id, c.question, c.answer, d.title, "
    "d.id IN ({editable}), "
    "s.flagged_at IS NOT NULL, coalesce(n.text, '')"
)
_OF_CARD = """
        JOIN decks_deck d ON d.id = c.deck_id
        LEFT JOIN decks_reviewstate s
            ON s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
        LEFT JOIN decks_enrolment e
            ON e.user_id = %(user)s AND e.deck_id = c.deck_id
        LEFT JOIN decks_cardnote n
            ON n.user_id = %(user)s AND n.card_id = c.id"""


def _readable(deck_id: str) -> str:
    """Whether a deck may be read: one look-up for each card that is looked at.

    OFFSET 0 keeps the planner from reading all readable decks instead.
    """
    return f"EXISTS (SELECT FROM ({{readable}}) r WHERE r.id = {deck_id} OFFSET 0)"


SESSION_COLUMNS = (
    "kind",
    "title",
    "is_narrow",
    "deck_ids",
    "card_ids",
    "levels",
    "position",
    "planned_count",
    "rating_count",
    "last_rating_id",
    "answer_ms",
    "stop_after_ms",
    "study_day",
    "ended_at",
)

_SESSION = ", ".join(f"t.{column}" for column in SESSION_COLUMNS)
_NEW_ID = """NOT EXISTS (
                SELECT FROM decks_review r
                WHERE r.user_id = %(user)s AND r.rating_id = %(rating)s
            )"""
_PLACE = "array_position(t.card_ids, %(card)s::bigint)"


_STATED = ", ".join(
    f"{column} = EXCLUDED.{column}" for column in STATE_COLUMNS if column != "due_at"
)
_STATE_VALUES = ", ".join(f"%({column})s" for column in STATE_COLUMNS)
_RATED = ", ".join(f"%(n_{name})s" for name in COUNTED_RATINGS)
_ADDED = ", ".join(f"{name} = n.{name} + EXCLUDED.{name}" for name in COUNTED_RATINGS)
_TALLIED = ", ".join(f"{name} = e.{name} + %(e_{name})s" for name in COUNTED_CARDS)

READ_CARD = f"""
    SELECT c.deck_id, {_OPTIONS}, s.deck_id, {_STATE}
    FROM decks_card c {_OF_CARD}
    WHERE c.id = %(card)s AND {_readable("c.deck_id")}
"""
"""What a rating is worked out from: the card's deck, the options there, the deck that
the state says (another where the card has moved since) and the state. No row where the
learner may not read the card. Nothing is locked: RECORD looks whether it still holds.
"""

RECORD = f"""
    WITH sat AS (
        SELECT t.rating_count, {_PLACE} AS place FROM decks_studysession t
        WHERE t.user_id = %(user)s AND t.id = %(session)s AND t.kind = 'review'
            AND %(deck)s = ANY(t.deck_ids)
            AND {_NEW_ID}
        FOR NO KEY UPDATE
    ), stated AS (
        INSERT INTO decks_reviewstate AS s
            (user_id, card_id, prompt, deck_id, {", ".join(STATE_COLUMNS)})
        SELECT %(user)s, %(card)s, %(prompt)s, %(deck)s, {_STATE_VALUES}
        FROM sat WHERE %(seen)s = 0 OR EXISTS (
            SELECT FROM decks_reviewstate o WHERE o.user_id = %(user)s
                AND o.card_id = %(card)s AND o.prompt = %(prompt)s
        )
        ON CONFLICT (user_id, card_id, prompt) DO UPDATE
        SET {_STATED},
            due_at = CASE WHEN s.put_aside_at IS NULL
                THEN greatest(EXCLUDED.due_at, s.hidden_until) END
        WHERE s.review_count = %(seen)s
            AND s.last_reviewed_at IS NOT DISTINCT FROM %(seen_at)s::timestamptz
        RETURNING s.card_id
    ), logged AS (
        INSERT INTO decks_review
            (user_id, rating_id, card_id, prompt, deck_id, session_id, session_place,
             kind, sequence, level, reviewed_at, study_day, answer_ms, due_at,
             interval_days, parameter_version)
        SELECT %(user)s, %(rating)s, %(card)s, %(prompt)s, %(deck)s, %(session)s,
            sat.rating_count + 1, 'review', %(review_count)s, %(last_level)s,
            %(last_reviewed_at)s, %(last_study_day)s, %(answer_ms)s, %(due_at)s,
            %(interval_days)s, 0
        FROM sat, stated
    ), moved AS (
        UPDATE decks_studysession AS t
        SET card_ids = CASE WHEN place IS NULL
                THEN t.card_ids[:t.position] || %(card)s::bigint
                     || t.card_ids[t.position + 1:]
                ELSE t.card_ids END,
            levels = CASE WHEN place IS NULL
                THEN t.levels[:t.position] || %(last_level)s::smallint
                     || t.levels[t.position + 1:]
                ELSE t.levels[:place - 1] || %(last_level)s::smallint
                     || t.levels[place + 1:] END,
            position = CASE WHEN place IS NULL THEN t.position + 1
                ELSE greatest(t.position, place) END,
            planned_count = t.planned_count + (place IS NULL)::int,
            answer_ms = t.answer_ms + %(answer_ms)s,
            rating_count = t.rating_count + 1,
            last_rating_id = %(rating)s,
            last_rated_at = %(last_reviewed_at)s
        FROM stated, sat WHERE t.user_id = %(user)s AND t.id = %(session)s
        RETURNING {_SESSION}
    ), counted AS (
        INSERT INTO decks_daycounter AS n
            (user_id, study_day, deck_id, {", ".join(COUNTED_RATINGS)},
             practice_ratings, practice_ms)
        SELECT %(user)s, %(last_study_day)s, %(deck)s, {_RATED}, 0, 0 FROM moved
        ON CONFLICT (user_id, study_day, deck_id) DO UPDATE SET {_ADDED}
        RETURNING n.deck_id
    ), tallied AS (
        UPDATE decks_enrolment AS e SET {_TALLIED}
        FROM counted WHERE e.user_id = %(user)s AND e.deck_id = counted.deck_id
    )
    SELECT * FROM moved
"""
"""Write one rating, all of it or nothing: state, log, session, counters.

A single statement is a transaction of its own. It holds only if the card's state is
still the one that the outcome was worked out from (`seen` reviews, the last one at
`seen_at`) and the rating's id is new; else no row comes back and nothing is written, as
where the session is not the learner's, not one that counts or not about this deck. A
card that the plan did not hold (it waited from an earlier session) goes in at
`position`. The session's row is read locked, so that no concurrent rating is lost.
Rows are locked in one order, here and in `decks.study.undo`: session, state, day,
enrolment.
"""

RECORD_CRAM = f"""
    WITH card AS (
        SELECT c.id, c.deck_id FROM decks_card c JOIN decks_deck d ON d.id = c.deck_id
        WHERE c.id = %(card)s AND {_readable("d.id")}
    ), moved AS (
        UPDATE decks_studysession AS t
        SET levels = t.levels[:{_PLACE} - 1] || %(level)s::smallint
                || t.levels[{_PLACE} + 1:],
            position = {_PLACE},
            answer_ms = t.answer_ms + %(answer_ms)s,
            rating_count = t.rating_count + 1,
            last_rating_id = %(rating)s,
            last_rated_at = %(now)s
        FROM card
        WHERE t.user_id = %(user)s AND t.id = %(session)s AND t.kind = 'cram'
            AND t.rating_count = %(seen)s AND {_PLACE} > t.position
            AND {_NEW_ID}
        RETURNING {_SESSION}, card.deck_id
    ), logged AS (
        INSERT INTO decks_review
            (user_id, rating_id, card_id, prompt, deck_id, session_id, session_place,
             kind, sequence, level, reviewed_at, study_day, answer_ms, interval_days,
             parameter_version)
        SELECT %(user)s, %(rating)s, %(card)s, %(prompt)s, moved.deck_id, %(session)s,
            moved.rating_count, 'cram', 0, %(level)s, %(now)s, %(study_day)s,
            %(answer_ms)s, 0, 0
        FROM moved
    ), counted AS (
        INSERT INTO decks_daycounter AS n
            (user_id, study_day, deck_id, {", ".join(COUNTED_RATINGS)},
             practice_ratings, practice_ms)
        SELECT %(user)s, %(study_day)s, moved.deck_id,
            {", ".join("0" for _ in COUNTED_RATINGS)}, 1, %(answer_ms)s
        FROM moved
        ON CONFLICT (user_id, study_day, deck_id) DO UPDATE
        SET practice_ratings = n.practice_ratings + 1,
            practice_ms = n.practice_ms + EXCLUDED.practice_ms
    )
    SELECT {", ".join(SESSION_COLUMNS)} FROM moved
"""
"""Write one rating of a practice: log, day, session. The schedule is not touched.

A card is rated once, and those before it are passed: `seen` is the session's
`rating_count` that the page knew.
"""

NEXT_SHOWING = f"""
    WITH plan AS MATERIALIZED (
        SELECT t.kind, t.is_narrow, t.deck_ids, t.card_ids, t.position
        FROM decks_studysession t WHERE t.user_id = %(user)s AND t.id = %(session)s
    ), waiting AS MATERIALIZED (
        SELECT w.card_id, w.due_at FROM plan CROSS JOIN LATERAL (
            SELECT s.card_id, s.due_at FROM decks_reviewstate s
            WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IN (1, 3)
                AND s.due_at <= %(early)s AND s.deck_id = ANY(plan.deck_ids)
                AND (NOT plan.is_narrow OR s.card_id = ANY(plan.card_ids))
                AND EXISTS (
                    SELECT FROM decks_card c WHERE c.id = s.card_id
                        AND c.deck_id = ANY(plan.deck_ids)
                        AND {_readable("c.deck_id")} OFFSET 0
                )
            ORDER BY s.due_at LIMIT 1
        ) w WHERE plan.kind = 'review'
    ), found AS (
        SELECT CASE WHEN w.due_at <= %(now)s THEN 1 ELSE 3 END AS rank, w.card_id
        FROM waiting w
        UNION ALL (
            SELECT 2, p.card_id FROM plan CROSS JOIN LATERAL unnest(
                plan.card_ids[plan.position + 1:plan.position + %(reach)s]
            ) WITH ORDINALITY AS p(card_id, place)
            LEFT JOIN LATERAL (
                SELECT s.phase, s.due_at, s.put_aside_at, s.hidden_until
                FROM decks_reviewstate s WHERE s.user_id = %(user)s
                    AND s.card_id = p.card_id AND s.prompt = 0 OFFSET 0
            ) s ON true
            WHERE s.put_aside_at IS NULL AND (
                plan.kind <> 'review' OR s.due_at <= %(now)s
                OR s.phase IS NULL
                    AND (s.hidden_until IS NULL OR s.hidden_until <= %(now)s)
            ) AND EXISTS (
                SELECT FROM decks_card c WHERE c.id = p.card_id
                    AND c.deck_id = ANY(plan.deck_ids)
                    AND {_readable("c.deck_id")} OFFSET 0
            )
            ORDER BY p.place LIMIT 1
        )
        ORDER BY rank LIMIT 1
    )
    SELECT found.rank, {_CARD}, {_OPTIONS}, {_STATE}
    FROM found JOIN LATERAL (
        SELECT * FROM decks_card c WHERE c.id = found.card_id OFFSET 0
    ) c ON true {_OF_CARD}
"""
"""The next card to show, with its state: a waiting card whose delay ran out (rank 1),
else the next planned card that is still due or new (2), else a waiting card that may
come early (3). A practice takes its cards as planned.

Only `reach` planned cards are looked at: joining a plan of hundreds for each rating
would be work for nothing. LATERAL and OFFSET 0 leave the planner one way only, by key,
so that a plan made once is right for every learner, deck and size of the tables.
"""

ONE_SHOWING = f"""
    SELECT 0, {_CARD}, {_OPTIONS}, {_STATE}
    FROM decks_card c {_OF_CARD}
    WHERE c.id = %(card)s AND {_readable("c.deck_id")}
"""
"""One card as it stands now, due or not, where the learner may read it."""
