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
_OPEN = "c.deck_id = ANY(%(decks)s) AND c.deck_id IN ({readable})"

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
_PLACE = "array_position(t.card_ids, %(card)s::bigint)"


_RATED = ", ".join(f"%(rated_{name})s" for name in COUNTED_RATINGS)
_ADDED = ", ".join(f"{name} = n.{name} + EXCLUDED.{name}" for name in COUNTED_RATINGS)
_TALLIED = ", ".join(
    f"{name} = e.{name} + %(tallied_{name})s" for name in COUNTED_CARDS
)

LOCK_CARD = f"""
    WITH card AS (
        SELECT c.id, c.deck_id, {_OPTIONS}
        FROM decks_card c JOIN decks_deck d ON d.id = c.deck_id
            LEFT JOIN decks_enrolment e
                ON e.user_id = %(user)s AND e.deck_id = c.deck_id
        WHERE c.id = %(card)s AND d.id IN ({{readable}})
    ), held AS (
        SELECT s.* FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.card_id = %(card)s AND s.prompt = %(prompt)s
            AND EXISTS (SELECT FROM card)
        FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO decks_reviewstate AS s
            (user_id, card_id, prompt, deck_id, showings_that_day, review_count,
             lapse_count, last_level, previous_level)
        SELECT %(user)s, card.id, %(prompt)s, card.deck_id, 0, 0, 0, 0, 0
        FROM card WHERE NOT EXISTS (SELECT FROM held)
        ON CONFLICT (user_id, card_id, prompt) DO UPDATE SET prompt = s.prompt
        RETURNING s.*
    )
    SELECT card.*, s.deck_id, {_STATE}
    FROM card CROSS JOIN (SELECT * FROM held UNION ALL SELECT * FROM made) s
"""
"""Read the card where the learner may, its options, and its state, which is locked.

A plain SELECT ... FOR UPDATE cannot lock a row that is not there yet: two first ratings
of one card would both go on. `DO UPDATE` waits for the other one and reads its row. No
row comes back where the card is not to be read. The state's deck differs from the
card's where the card has moved since.
"""

RECORD = f"""
    WITH moved AS (
        UPDATE decks_studysession AS t
        SET card_ids = CASE WHEN {_PLACE} IS NULL
                THEN t.card_ids[:t.position] || %(card)s::bigint
                     || t.card_ids[t.position + 1:]
                ELSE t.card_ids END,
            levels = CASE WHEN {_PLACE} IS NULL
                THEN t.levels[:t.position] || %(last_level)s::smallint
                     || t.levels[t.position + 1:]
                ELSE t.levels[:{_PLACE} - 1] || %(last_level)s::smallint
                     || t.levels[{_PLACE} + 1:] END,
            position = CASE WHEN {_PLACE} IS NULL THEN t.position + 1
                ELSE greatest(t.position, {_PLACE}) END,
            planned_count = t.planned_count + ({_PLACE} IS NULL)::int,
            answer_ms = t.answer_ms + %(answer_ms)s,
            rating_count = t.rating_count + 1,
            last_rating_id = %(rating)s,
            last_rated_at = %(now)s
        WHERE t.user_id = %(user)s AND t.id = %(session)s AND t.kind = 'review'
            AND %(deck)s = ANY(t.deck_ids)
        RETURNING {_SESSION}
    ), logged AS (
        INSERT INTO decks_review
            (user_id, rating_id, card_id, prompt, deck_id, session_id, session_place,
             kind, sequence, level, reviewed_at, study_day, answer_ms, due_at,
             interval_days, parameter_version)
        SELECT %(user)s, %(rating)s, %(card)s, %(prompt)s, %(deck)s, %(session)s,
            moved.rating_count, 'review', %(review_count)s, %(last_level)s, %(now)s,
            %(study_day)s, %(answer_ms)s, %(due_at)s, %(interval_days)s, 0
        FROM moved
    ), stated AS (
        UPDATE decks_reviewstate AS s
        SET phase = %(phase)s, stability_days = %(stability_days)s,
            difficulty = %(difficulty)s,
            due_at = CASE WHEN s.put_aside_at IS NULL
                THEN greatest(%(due_at)s, s.hidden_until) END,
            last_reviewed_at = %(now)s, last_study_day = %(study_day)s,
            showings_that_day = %(showings_that_day)s,
            review_count = %(review_count)s, lapse_count = %(lapse_count)s,
            last_level = %(last_level)s, previous_level = %(previous_level)s
        FROM moved
        WHERE s.user_id = %(user)s AND s.card_id = %(card)s AND s.prompt = %(prompt)s
    ), counted AS (
        INSERT INTO decks_daycounter AS n
            (user_id, study_day, deck_id, {", ".join(COUNTED_RATINGS)},
             practice_ratings, practice_ms)
        SELECT %(user)s, %(study_day)s, %(deck)s, {_RATED}, 0, 0 FROM moved
        ON CONFLICT (user_id, study_day, deck_id) DO UPDATE SET {_ADDED}
        RETURNING n.deck_id
    ), tallied AS (
        UPDATE decks_enrolment AS e SET {_TALLIED}
        FROM counted WHERE e.user_id = %(user)s AND e.deck_id = counted.deck_id
    )
    SELECT * FROM moved
"""
"""Write one rating: the session, the log, the state, the counters; one statement.

No row comes back, and nothing is written, where the session is not the learner's, not
one that counts or not about this deck. A card that the plan did not hold (it waited
from an earlier session) goes in at `position`. The place is worked out inside SET so
that a concurrent change of the row is seen. Rows are locked in one order, here and in
`decks.study.undo`: state, session, day, enrolment.
"""

RECORD_CRAM = f"""
    WITH card AS (
        SELECT c.id, c.deck_id FROM decks_card c JOIN decks_deck d ON d.id = c.deck_id
        WHERE c.id = %(card)s AND d.id IN ({{readable}})
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
    WITH plan AS (
        SELECT kind, is_narrow, card_ids, position FROM decks_studysession
        WHERE user_id = %(user)s AND id = %(session)s
    ), waiting AS (
        SELECT s.* FROM decks_reviewstate s, plan
        WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IN (1, 3)
            AND s.due_at <= %(early)s AND s.deck_id = ANY(%(decks)s)
            AND plan.kind = 'review'
            AND (NOT plan.is_narrow OR s.card_id = ANY(plan.card_ids))
        ORDER BY s.due_at, s.card_id LIMIT 5
    ), planned AS (
        SELECT p.card_id, p.place
        FROM plan,
            unnest(plan.card_ids[plan.position + 1:plan.position + %(reach)s])
            WITH ORDINALITY AS p(card_id, place)
    ), found AS (
        (
            SELECT 1 AS rank, s.card_id FROM waiting s
            JOIN decks_card c ON c.id = s.card_id
            WHERE s.due_at <= %(now)s AND {_OPEN}
            ORDER BY s.due_at, s.card_id LIMIT 1
        ) UNION ALL (
            SELECT 2 AS rank, p.card_id FROM planned p CROSS JOIN plan
            JOIN decks_card c ON c.id = p.card_id
            LEFT JOIN decks_reviewstate s
                ON s.user_id = %(user)s AND s.card_id = p.card_id AND s.prompt = 0
            WHERE s.put_aside_at IS NULL AND {_OPEN} AND (
                plan.kind <> 'review' OR s.due_at <= %(now)s
                OR s.phase IS NULL
                    AND (s.hidden_until IS NULL OR s.hidden_until <= %(now)s)
            )
            ORDER BY p.place LIMIT 1
        ) UNION ALL (
            SELECT 3 AS rank, s.card_id FROM waiting s
            JOIN decks_card c ON c.id = s.card_id
            WHERE s.due_at > %(now)s AND {_OPEN}
            ORDER BY s.due_at, s.card_id LIMIT 1
        )
        ORDER BY rank LIMIT 1
    )
    SELECT found.rank, {_CARD}, {_OPTIONS}, {_STATE}
    FROM found JOIN decks_card c ON c.id = found.card_id {_OF_CARD}
"""
"""The next card to show, with its state: a waiting card whose delay ran out (rank 1),
else the next planned card that is still due or new (2), else a waiting card that may
come early (3). A practice takes its cards as planned.

Only `reach` planned cards are looked at: joining a plan of hundreds for each rating
would be work for nothing.
"""

ONE_SHOWING = f"""
    SELECT 0, {_CARD}, {_OPTIONS}, {_STATE}
    FROM decks_card c {_OF_CARD}
    WHERE c.id = %(card)s AND c.deck_id IN ({{readable}})
"""
"""One card as it stands now, due or not, where the learner may read it."""
