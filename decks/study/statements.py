"""The SQL of one rating; `next_statements` and `plan_statements` have the rest.

PERFORMANCE: what a rating costs is statements, not rows, so the hot path is plain SQL
in as few of them as can be read. `now` is always a parameter, never `now()`; every
statement carries the user (keys start with it, and a distributed Postgres asks for it).
Table and column names are those of `decks.study.models` and `decks.cards.models`.
`{readable}` and `{editable}` are the SQL of `Deck.objects.readable_by` and
`editable_by`: access is decided there.
"""

from decks.study import columns
from decks.study.counters import COUNTED_CARDS, COUNTED_RATINGS, START_LEVELS

_NEW_ID = """NOT EXISTS (
                SELECT FROM decks_review
                WHERE user_id = %(user)s AND rating_id = %(rating)s
            )"""
_PLACE = "array_position(t.card_ids, %(card)s::bigint)"


_STATED = ", ".join(
    f"{column} = EXCLUDED.{column}"
    for column in columns.STATE_COLUMNS
    if column != "due_at"
)
_STATE_VALUES = ", ".join(f"%({column})s" for column in columns.STATE_COLUMNS)
_RATED = ", ".join(f"%(n_{name})s" for name in COUNTED_RATINGS)
_ADDED = ", ".join(f"{name} = n.{name} + EXCLUDED.{name}" for name in COUNTED_RATINGS)
_TALLIED = ", ".join(f"{name} = e.{name} + %(e_{name})s" for name in COUNTED_CARDS)

_START_COLUMNS = ", ".join(("start_cards", *START_LEVELS))
_STARTED = "d.card_count, " + ", ".join(
    name.replace("start", "e.level") for name in START_LEVELS
)
_AT_START = """decks_deck d LEFT JOIN decks_enrolment e
            ON e.deck_id = d.id AND e.user_id = %(user)s AND NOT EXISTS (
                SELECT FROM decks_daycounter
                WHERE user_id = %(user)s AND study_day > {day} AND deck_id = d.id
            )
        WHERE d.id ="""

READ_CARD = f"""
    SELECT c.deck_id, {columns.OPTIONS}, s.deck_id, {columns.STATE}, (
        SELECT r.interval_days FROM decks_review r
        WHERE r.user_id = %(user)s AND r.card_id = c.id AND r.prompt = 0
            AND r.sequence = s.review_count AND r.undone_at IS NULL AND r.kind <> 'cram'
    )
    FROM decks_card c {columns.OF_CARD}
    WHERE c.id = %(card)s AND {columns.readable("c.deck_id")}
"""
"""What a rating is worked out from: the card's deck, the options there, the deck that
the state says (another where the card has moved since), the state, and the interval in
days that its last rating gave. No row where the learner may not read the card. Nothing
is locked: RECORD looks whether it still holds.
"""

RECORD = f"""
    WITH sat AS (
        SELECT t.rating_count, {_PLACE} AS place FROM decks_studysession t
        WHERE t.user_id = %(user)s AND t.id = %(session)s AND t.kind = 'review'
            AND %(deck)s = ANY(t.deck_ids)
            AND {_NEW_ID}
        FOR NO KEY UPDATE
    ), first AS (
        SELECT FROM decks_card c
        WHERE %(seen)s = 0 AND c.id = %(card)s AND c.deck_id = %(deck)s FOR SHARE
    ), stated AS (
        INSERT INTO decks_reviewstate AS s
            (user_id, card_id, prompt, deck_id, {", ".join(columns.STATE_COLUMNS)})
        SELECT %(user)s, %(card)s, %(prompt)s, %(deck)s, {_STATE_VALUES}
        FROM sat WHERE EXISTS (SELECT FROM first) OR EXISTS (
            SELECT FROM decks_reviewstate WHERE user_id = %(user)s
                AND card_id = %(card)s AND prompt = %(prompt)s
        )
        ON CONFLICT (user_id, card_id, prompt) DO UPDATE
        SET {_STATED},
            due_at = CASE WHEN s.put_aside_at IS NULL
                THEN greatest(EXCLUDED.due_at, s.hidden_until) END
        WHERE s.review_count = %(seen)s AND s.deck_id = %(deck)s
            AND s.last_reviewed_at IS NOT DISTINCT FROM %(seen_at)s::timestamptz
        RETURNING s.card_id
    ), log AS (
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
        RETURNING {columns.SESSION}
    ), counted AS (
        INSERT INTO decks_daycounter AS n
            (user_id, study_day, deck_id, {", ".join(COUNTED_RATINGS)},
             {_START_COLUMNS})
        SELECT %(user)s, %(last_study_day)s, %(deck)s, {_RATED}, {_STARTED}
        FROM moved, {_AT_START.format(day="%(last_study_day)s")} %(deck)s
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
`seen_at`), its card still lies in that deck (a card without a state is held for that,
so that one being moved is waited for) and the rating's id is new; else no row comes
back and nothing is written, as where the session is not the learner's, not one that
counts or not about this deck. A card that the plan did not hold (it waited from an
earlier session) goes in at `position`. The first rating of a day keeps how the deck
stood before it, but not on a day before one that was studied (a zone moved west). The
session's row is read locked, so that no concurrent rating is lost. Rows are locked in
one order, here and in `decks.study.undo`: session, state, day (of an undo also those
after it, in their order), enrolment.
"""

RECORD_CRAM = f"""
    WITH card AS (
        SELECT c.id, c.deck_id FROM decks_card c JOIN decks_deck d ON d.id = c.deck_id
        WHERE c.id = %(card)s AND {columns.readable("d.id")}
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
        RETURNING {columns.SESSION}, card.deck_id
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
             practice_ratings, practice_ms, {_START_COLUMNS})
        SELECT %(user)s, %(study_day)s, d.id,
            {", ".join("0" for _ in COUNTED_RATINGS)}, 1, %(answer_ms)s, {_STARTED}
        FROM moved, {_AT_START.format(day="%(study_day)s")} moved.deck_id
        ON CONFLICT (user_id, study_day, deck_id) DO UPDATE
        SET practice_ratings = n.practice_ratings + 1,
            practice_ms = n.practice_ms + EXCLUDED.practice_ms
    )
    SELECT {", ".join(columns.SESSION_COLUMNS)} FROM moved
"""
"""Write one rating of a practice: log, day, session. The schedule is not touched.

A card is rated once, and those before it are passed: `seen` is the session's
`rating_count` that the page knew.
"""
