"""The SQL of a group's figures; why each condition is there is said in `figures`."""

CLAIM = """
    UPDATE decks_studygroup SET figures_at = %(now)s
    WHERE id = (
        SELECT id FROM decks_studygroup
        WHERE id = %(group)s AND (figures_at IS NULL OR figures_at <= %(now)s
            - greatest(%(pause_ms)s, %(rest)s * figures_ms) * interval '1 millisecond')
        FOR NO KEY UPDATE SKIP LOCKED
    )
"""
"""The right to count a group's figures now. Of two viewers at once the second passes
on, and nobody waits."""

PUBLISH_CARDS = """
    WITH share AS MATERIALIZED (
        SELECT s.deck_id, s.shared_at
        FROM decks_groupdeck s JOIN decks_deck d ON d.id = s.deck_id
        WHERE s.group_id = %(group)s AND d.deleted_at IS NULL
    ), elsewhere AS MATERIALIZED (
        SELECT m.user_id, s.deck_id, m.joined_at, m.group_id
        FROM decks_groupdeck s JOIN decks_membership m ON m.group_id = s.group_id
        WHERE s.deck_id IN (SELECT deck_id FROM share)
            AND s.group_id <> %(group)s AND m.seen <> 'hidden'
    ), rater AS MATERIALIZED (
        SELECT m.user_id, share.deck_id,
            greatest(m.seen_since, m.joined_at, m.counted_since, share.shared_at)
                AS since
        FROM decks_membership m CROSS JOIN share
        WHERE m.group_id = %(group)s AND m.seen <> 'hidden' AND NOT EXISTS (
            SELECT FROM elsewhere e
            WHERE e.user_id = m.user_id AND e.deck_id = share.deck_id
                AND (e.joined_at, e.group_id) < (m.joined_at, m.group_id)
        )
    ), gone AS MATERIALIZED (
        SELECT q.card_id, max(q.published_at) AS at
        FROM share JOIN decks_card c ON c.deck_id = share.deck_id
        JOIN decks_groupcard q ON q.card_id = c.id
        WHERE q.group_id <> %(group)s AND NOT EXISTS (
            SELECT FROM decks_groupdeck h
            WHERE h.group_id = q.group_id AND h.deck_id = share.deck_id
        )
        GROUP BY q.card_id
    ), counted AS (
        SELECT s.card_id, s.deck_id, count(*) AS raters,
            count(*) FILTER (WHERE s.last_level <= 2 OR s.previous_level IN (1, 2)
                AND s.showings_that_day > 1
                AND s.last_reviewed_at >= r.since + interval '3 days') AS low,
            sum(s.last_level) AS level_sum, max(s.last_reviewed_at) AS latest
        FROM rater r JOIN decks_reviewstate s
            ON s.user_id = r.user_id AND s.deck_id = r.deck_id
        LEFT JOIN decks_groupcard p
            ON p.group_id = %(group)s AND p.card_id = s.card_id
        LEFT JOIN gone ON gone.card_id = s.card_id
        WHERE s.prompt = 0 AND s.phase IS NOT NULL AND s.last_reviewed_at >= r.since
            AND s.last_reviewed_at > coalesce(gone.at, '-infinity')
        GROUP BY s.card_id, s.deck_id, p.published_at
        HAVING count(*) FILTER (
            WHERE s.last_reviewed_at > coalesce(p.published_at, '-infinity')
        ) >= %(least)s
    )
    INSERT INTO decks_groupcard AS g
        (group_id, card_id, deck_id, raters, low, level_sum, published_at)
    SELECT %(group)s, card_id, deck_id, raters, low, level_sum,
        greatest(%(now)s, latest)
    FROM counted
    ON CONFLICT (group_id, card_id) DO UPDATE
    SET deck_id = EXCLUDED.deck_id, raters = EXCLUDED.raters, low = EXCLUDED.low,
        level_sum = EXCLUDED.level_sum, published_at = EXCLUDED.published_at
"""
"""Whoever misses a card rates it again the same day: the rating before the last one
counts too where it was of the same study day, and surely not from before the choice (a
study day that grows by a journey is still shorter than three). What a group that no
longer has the card made known of it (`gone`) is not made known again elsewhere."""

SHOWN_CARDS = """
    SELECT c.deck_id, c.id AS card_id, c.question, c.position, p.raters, p.low,
        round(p.level_sum::numeric / p.raters)::int AS level,
        p.level_sum::numeric / p.raters AS mean,
        p.low >= 2 AND p.low * 4 >= p.raters AS is_hard
    FROM decks_groupdeck s JOIN decks_deck d ON d.id = s.deck_id
    JOIN decks_groupcard p ON p.group_id = s.group_id
    JOIN decks_card c ON c.id = p.card_id AND c.deck_id = s.deck_id
    WHERE s.group_id = %(group)s AND d.deleted_at IS NULL
        AND p.published_at >= greatest(s.shared_at, %(oldest)s)
"""
"""What the group may see of its cards: published since the deck was shared, not too
long ago, and only where the card lies in a shared deck now."""

COUNTED_PEOPLE = """
    SELECT u.id, u.time_zone, u.day_start_minutes,
        greatest(m.seen_since, m.joined_at, m.counted_since)
    FROM decks_membership m JOIN decks_user u ON u.id = m.user_id
    WHERE m.group_id = %(group)s AND m.seen = 'counted' AND NOT EXISTS (
        SELECT FROM decks_membership o
        WHERE o.user_id = m.user_id AND (o.seen = 'named' OR o.seen = 'counted'
            AND (o.joined_at, o.group_id) < (m.joined_at, m.group_id))
    )
"""

PUBLISH_DAYS = """
    INSERT INTO decks_groupday (group_id, study_day, reviews)
    SELECT %(group)s, d.study_day, CASE WHEN count(DISTINCT m.user_id) >= %(least)s
        THEN greatest(0, coalesce(sum(
            c.level_1 + c.level_2 + c.level_3 + c.level_4 + c.level_5), 0)) END
    FROM unnest(%(days)s::date[]) AS d(study_day)
    LEFT JOIN unnest(%(people)s::bigint[], %(firsts)s::date[]) AS m(user_id, first_day)
        ON m.first_day <= d.study_day
    LEFT JOIN decks_daycounter c
        ON c.user_id = m.user_id AND c.study_day = d.study_day
    GROUP BY d.study_day
    ON CONFLICT (group_id, study_day) DO NOTHING
"""
