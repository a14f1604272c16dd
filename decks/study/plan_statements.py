"""The SQL of the queue: what is due, what is new, and how much of it.

Each takes the decks as an array and goes through them one index range at a time, so
that nothing grows with what else the tables hold (see `statements` for the habits).
`only` narrows to these cards; None is no narrowing.
"""

_CHOSEN = """
            NOT c.id = ANY(%(taken)s::bigint[])
            AND (%(only)s::bigint[] IS NULL OR c.id = ANY(%(only)s::bigint[]))
"""

_NEVER_SEEN = """
            NOT EXISTS (
                SELECT 1 FROM decks_reviewstate s
                WHERE s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
                    AND (s.phase IS NOT NULL OR s.review_count > 0
                        OR s.put_aside_at IS NOT NULL OR s.hidden_until > %(now)s)
            )
"""

_STARTED_OVER = """
            s.user_id = %(user)s AND s.deck_id = e.deck_id AND s.prompt = 0
            AND s.phase IS NULL AND s.review_count > 0 AND s.put_aside_at IS NULL
            AND (s.hidden_until IS NULL OR s.hidden_until <= %(now)s)
"""
"""New cards with a past: the learner started them over, or they mean something else
now. They come before those that were never seen."""

DUE_CARDS = """
    WITH waiting AS (
        SELECT s.card_id, s.deck_id, s.phase, s.stability_days, s.last_study_day,
            s.due_at
        FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.prompt = 0 AND s.phase IN (1, 3)
            AND s.due_at <= %(now)s AND s.deck_id = ANY(%(decks)s::bigint[])
            AND NOT s.card_id = ANY(%(taken)s::bigint[])
            AND (%(only)s::bigint[] IS NULL OR s.card_id = ANY(%(only)s::bigint[]))
        ORDER BY s.due_at, s.card_id LIMIT %(most)s
    ), reviews AS (
        SELECT r.*
        FROM unnest(%(decks)s::bigint[], %(limits)s::int[]) AS e(deck_id, most)
        CROSS JOIN LATERAL (
            SELECT s.card_id, s.deck_id, s.phase, s.stability_days, s.last_study_day,
                s.due_at
            FROM decks_reviewstate s
            WHERE s.user_id = %(user)s AND s.deck_id = e.deck_id AND s.prompt = 0
                AND s.phase = 2 AND s.due_at <= %(now)s
                AND NOT s.card_id = ANY(%(taken)s::bigint[])
                AND (%(only)s::bigint[] IS NULL
                    OR s.card_id = ANY(%(only)s::bigint[]))
            ORDER BY s.due_at, s.card_id LIMIT least(e.most, %(most)s)
        ) AS r
    )
    SELECT * FROM (SELECT * FROM waiting UNION ALL SELECT * FROM reviews) AS w
    ORDER BY w.due_at, w.card_id LIMIT %(most)s
"""
"""The `most` cards that have been due longest; of those in the review phase at most
`limits` for each deck."""

DUE_COUNTS = """
    SELECT e.deck_id, capped.last_level, capped.phase = 2, count(*)
    FROM unnest(%(decks)s::bigint[]) AS e(deck_id) CROSS JOIN LATERAL (
        SELECT s.last_level, s.phase FROM decks_reviewstate s
        WHERE s.user_id = %(user)s AND s.deck_id = e.deck_id AND s.prompt = 0
            AND s.due_at <= %(now)s
        LIMIT %(most)s
    ) AS capped
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT s.deck_id, 0, false, count(*) FROM decks_reviewstate s
    WHERE s.user_id = %(user)s AND s.deck_id = ANY(%(decks)s::bigint[])
        AND s.prompt = 0 AND s.phase IS NULL
        AND (s.put_aside_at IS NOT NULL OR s.hidden_until > %(now)s)
    GROUP BY s.deck_id
"""
"""Due cards for each deck, last level and whether in review; counting stops at `most`
for a deck. Level 0 counts the new cards that are put aside or hidden."""

NEW_CARDS = f"""
    SELECT n.id
    FROM unnest(%(decks)s::bigint[], %(limits)s::int[])
        WITH ORDINALITY AS e(deck_id, most, place)
    CROSS JOIN LATERAL (
        (SELECT 0 AS rank, c.id, c.position
        FROM decks_reviewstate s JOIN decks_card c ON c.id = s.card_id
        WHERE {_STARTED_OVER} AND {_CHOSEN}
        ORDER BY c.position, c.id LIMIT e.most)
        UNION ALL
        (SELECT 1, c.id, c.position FROM decks_card c
        WHERE c.deck_id = e.deck_id AND {_CHOSEN} AND {_NEVER_SEEN}
        ORDER BY c.position, c.id LIMIT e.most)
        ORDER BY rank, position, id LIMIT e.most
    ) AS n
    ORDER BY e.place, n.rank, n.position, n.id
"""
"""New cards, at most `limits` for each deck, in deck order after the started over."""

SHUFFLED_NEW_CARDS = f"""
    SELECT n.id
    FROM unnest(%(decks)s::bigint[], %(limits)s::int[]) AS e(deck_id, most)
    CROSS JOIN LATERAL (
        (SELECT 0 AS rank, c.id, hashint8extended(c.id, %(seed)s) AS draw
        FROM decks_reviewstate s JOIN decks_card c ON c.id = s.card_id
        WHERE {_STARTED_OVER} AND {_CHOSEN}
        ORDER BY draw LIMIT e.most)
        UNION ALL
        (SELECT 1, c.id, hashint8extended(c.id, %(seed)s) AS draw FROM decks_card c
        WHERE c.deck_id = e.deck_id AND {_CHOSEN} AND {_NEVER_SEEN}
        ORDER BY draw LIMIT e.most)
        ORDER BY rank, draw LIMIT e.most
    ) AS n
    ORDER BY n.rank, n.draw
"""
"""The same in an order that only the `seed` decides: one that stays all day brings the
same cards to every sitting of that day."""

_NOT_ASIDE = """
            NOT EXISTS (
                SELECT 1 FROM decks_reviewstate s
                WHERE s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
                    AND (s.put_aside_at IS NOT NULL
                        OR %(is_new)s AND s.phase IS NOT NULL)
            )
"""

ALL_CARDS = f"""
    SELECT n.id
    FROM unnest(%(decks)s::bigint[]) WITH ORDINALITY AS e(deck_id, place)
    CROSS JOIN LATERAL (
        SELECT c.id, c.position FROM decks_card c
        WHERE c.deck_id = e.deck_id AND NOT c.id = ANY(%(taken)s::bigint[])
            AND (%(only)s::bigint[] IS NULL OR c.id = ANY(%(only)s::bigint[]))
            AND {_NOT_ASIDE}
        ORDER BY c.position, c.id LIMIT %(most)s
    ) AS n
    ORDER BY e.place, n.position, n.id LIMIT %(most)s
"""
"""Cards due or not, in deck order (`is_new`: only those never rated); put aside ones
stay out. For practice and for browsing."""

ALL_COUNT = f"""
    SELECT count(*) FROM decks_card c
    WHERE c.deck_id = ANY(%(decks)s::bigint[])
        AND (%(only)s::bigint[] IS NULL OR c.id = ANY(%(only)s::bigint[]))
        AND {_NOT_ASIDE}
"""
"""How many ALL_CARDS are in all; asked only where one batch does not hold them."""

NEAREST_PLACE = """
    SELECT p.place FROM decks_studysession t
    CROSS JOIN LATERAL unnest(t.card_ids) WITH ORDINALITY AS p(card_id, place)
    JOIN decks_card c ON c.id = p.card_id
    WHERE t.user_id = %(user)s AND t.id = %(session)s
        AND (p.place - %(place)s) * %(way)s > 0
        AND EXISTS (SELECT FROM ({readable}) r WHERE r.id = c.deck_id OFFSET 0)
    ORDER BY (p.place - %(place)s) * %(way)s LIMIT 1
"""
"""The nearest place after (`way` 1) or before (-1) this one whose card can be read."""
