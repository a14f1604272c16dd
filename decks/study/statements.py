"""The SQL of one rating and of the queue; everything else goes through the ORM.

PERFORMANCE: what a rating costs is statements, not rows, so the hot path is plain SQL
in as few of them as can be read. `now` is always a parameter, never `now()`; every
statement carries the user (keys start with it, and a distributed Postgres asks for it).
Table and column names are those of `decks.study.models` and `decks.cards.models`.
"""

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
_CARD = "c.id, c.deck_id, c.question, c.answer, d.title"

SESSION_COLUMNS = (
    "title",
    "deck_ids",
    "card_ids",
    "levels",
    "position",
    "planned_count",
    "study_day",
    "ended_at",
)

_SESSION = ", ".join(f"t.{column}" for column in SESSION_COLUMNS)
_PLACE = "array_position(t.card_ids, %(card)s::bigint)"

LOCK_STATE = f"""
    INSERT INTO decks_reviewstate AS s
        (user_id, card_id, prompt, deck_id, showings_that_day, review_count,
         lapse_count, last_level, previous_level)
    VALUES (%(user)s, %(card)s, %(prompt)s, %(deck)s, 0, 0, 0, 0, 0)
    ON CONFLICT (user_id, card_id, prompt) DO UPDATE SET deck_id = EXCLUDED.deck_id
    RETURNING {_STATE}
"""
"""Make the state's row where there is none, lock it, and read it as it now is.

A plain SELECT … FOR UPDATE cannot lock a row that is not there yet: two first ratings
of one card would both go on. `DO UPDATE` waits for the other one and reads its row; it
also heals `deck_id` after a card has moved.
"""

RECORD = f"""
    WITH logged AS (
        INSERT INTO decks_review
            (user_id, rating_id, card_id, prompt, session_id, kind, sequence, level,
             reviewed_at, study_day, answer_ms, due_at, interval_days,
             parameter_version)
        VALUES (%(user)s, %(rating)s, %(card)s, %(prompt)s, %(session)s, 'review',
                %(review_count)s, %(last_level)s, %(now)s, %(study_day)s,
                %(answer_ms)s, %(due_at)s, %(interval_days)s, 0)
    ), stated AS (
        UPDATE decks_reviewstate
        SET phase = %(phase)s, stability_days = %(stability_days)s,
            difficulty = %(difficulty)s, due_at = %(due_at)s,
            last_reviewed_at = %(now)s, last_study_day = %(study_day)s,
            showings_that_day = %(showings_that_day)s,
            review_count = %(review_count)s, lapse_count = %(lapse_count)s,
            last_level = %(last_level)s, previous_level = %(previous_level)s
        WHERE user_id = %(user)s AND card_id = %(card)s AND prompt = %(prompt)s
    ), counted AS (
        INSERT INTO decks_daycounter AS n
            (user_id, study_day, deck_id, new_cards, level_1, level_2, level_3,
             level_4, level_5, answer_ms)
        VALUES (%(user)s, %(study_day)s, %(deck)s, %(new_cards)s, %(level_1)s,
                %(level_2)s, %(level_3)s, %(level_4)s, %(level_5)s, %(answer_ms)s)
        ON CONFLICT (user_id, study_day, deck_id) DO UPDATE
        SET new_cards = n.new_cards + EXCLUDED.new_cards,
            level_1 = n.level_1 + EXCLUDED.level_1,
            level_2 = n.level_2 + EXCLUDED.level_2,
            level_3 = n.level_3 + EXCLUDED.level_3,
            level_4 = n.level_4 + EXCLUDED.level_4,
            level_5 = n.level_5 + EXCLUDED.level_5,
            answer_ms = n.answer_ms + EXCLUDED.answer_ms
    )
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
        last_rated_at = %(now)s
    WHERE t.user_id = %(user)s AND t.id = %(session)s
        AND %(deck)s = ANY(t.deck_ids)
    RETURNING {_SESSION}
"""
"""Write one rating: the log, the state, the day's counters, the session; one statement.

No row comes back where the session is not the learner's or not about this deck: the
caller rolls back. A card
that the plan did not hold (it waited from an earlier session) goes in at `position`.
The place is worked out inside SET so that a concurrent change of the row is seen.
"""

NEXT_SHOWING = f"""
    WITH plan AS (
        SELECT card_ids, position FROM decks_studysession
        WHERE user_id = %(user)s AND id = %(session)s
    ), waiting AS (
        SELECT s.* FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IN (1, 3)
            AND s.due_at <= %(early)s AND s.deck_id = ANY(%(decks)s)
        ORDER BY s.due_at, s.card_id LIMIT 5
    ), planned AS (
        SELECT p.card_id, p.place
        FROM plan,
            unnest(plan.card_ids[plan.position + 1:plan.position + %(reach)s])
            WITH ORDINALITY AS p(card_id, place)
    )
    (
        SELECT 1 AS rank, {_CARD}, {_STATE}
        FROM waiting s JOIN decks_card c ON c.id = s.card_id
            JOIN decks_deck d ON d.id = c.deck_id
        WHERE s.due_at <= %(now)s
            AND d.id = ANY(%(decks)s) AND d.id IN ({{readable}})
        ORDER BY s.due_at, s.card_id LIMIT 1
    ) UNION ALL (
        SELECT 2 AS rank, {_CARD}, {_STATE}
        FROM planned p JOIN decks_card c ON c.id = p.card_id
            JOIN decks_deck d ON d.id = c.deck_id
            LEFT JOIN decks_reviewstate s
                ON s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
        WHERE (s.due_at IS NULL OR s.due_at <= %(now)s)
            AND d.id = ANY(%(decks)s) AND d.id IN ({{readable}})
        ORDER BY p.place LIMIT 1
    ) UNION ALL (
        SELECT 3 AS rank, {_CARD}, {_STATE}
        FROM waiting s JOIN decks_card c ON c.id = s.card_id
            JOIN decks_deck d ON d.id = c.deck_id
        WHERE s.due_at > %(now)s
            AND d.id = ANY(%(decks)s) AND d.id IN ({{readable}})
        ORDER BY s.due_at, s.card_id LIMIT 1
    )
    ORDER BY rank LIMIT 1
"""
"""The next card to show, with its state: a waiting card whose delay ran out (rank 1),
else the next planned card that is still due or new (2), else a waiting card that may
come early (3).

`{readable}` is the SQL of `Deck.objects.readable_by`, so that access is decided
there. Only `reach` planned cards are looked at: joining a plan of hundreds for each
rating would be work for nothing.
"""

DUE_CARDS = """
    SELECT w.card_id, w.phase, w.stability_days, w.last_study_day, w.due_at
    FROM unnest(%(decks)s::bigint[]) AS e(deck_id) CROSS JOIN LATERAL (
        SELECT s.card_id, s.phase, s.stability_days, s.last_study_day, s.due_at
        FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.deck_id = e.deck_id AND s.prompt = 0
            AND s.due_at <= %(now)s AND NOT s.card_id = ANY(%(taken)s::bigint[])
        ORDER BY s.due_at, s.card_id LIMIT %(most)s
    ) AS w
    ORDER BY w.due_at, w.card_id LIMIT %(most)s
"""
"""The `most` cards that have been due longest: one index range for each deck."""

DUE_COUNTS = """
    SELECT e.deck_id, capped.last_level, count(*)
    FROM unnest(%(decks)s::bigint[]) AS e(deck_id) CROSS JOIN LATERAL (
        SELECT s.last_level FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.deck_id = e.deck_id AND s.prompt = 0
            AND s.due_at <= %(now)s
        LIMIT %(most)s
    ) AS capped
    GROUP BY e.deck_id, capped.last_level
"""
"""Due cards for each deck and last level; counting stops at `most` for a deck."""

NEW_CARDS = """
    SELECT n.id
    FROM unnest(%(decks)s::bigint[], %(limits)s::int[])
        WITH ORDINALITY AS e(deck_id, most, place)
    CROSS JOIN LATERAL (
        SELECT c.id, c.position FROM decks_card c
        WHERE c.deck_id = e.deck_id AND NOT c.id = ANY(%(taken)s::bigint[])
            AND NOT EXISTS (
                SELECT 1 FROM decks_reviewstate s
                WHERE s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
            )
        ORDER BY c.position, c.id LIMIT e.most
    ) AS n
    ORDER BY e.place, n.position, n.id
"""
"""Cards without a state, at most `limits` for each deck, in deck order."""
