"""The SQL of a group's page: people go in as arrays, so that nothing grows with them.

`firsts` are the first study days that each lets the group see, `weeks` the first of
their last seven, `todays` the last of them.
"""

from decks.groups.figure_statements import SHOWN_CARDS

_SHOWN = """
    WITH person AS (
        SELECT user_id, first_day, greatest(first_day, week_day) AS week_day, today,
            began
        FROM unnest(%(people)s::bigint[], %(firsts)s::date[], %(weeks)s::date[],
            %(todays)s::date[], %(began)s::timestamptz[])
            AS p(user_id, first_day, week_day, today, began)
    )
"""

WEEK = f"""
    {_SHOWN}
    SELECT p.user_id, c.study_day,
        sum(c.level_1 + c.level_2 + c.level_3 + c.level_4 + c.level_5)::int
    FROM person p JOIN decks_daycounter c ON c.user_id = p.user_id
        AND c.study_day BETWEEN p.week_day AND p.today
    GROUP BY p.user_id, c.study_day
"""

STREAKS = f"""
    {_SHOWN}, studied AS (
        SELECT DISTINCT p.user_id, p.today, c.study_day
        FROM person p JOIN decks_daycounter c ON c.user_id = p.user_id
            AND c.study_day BETWEEN p.first_day AND p.today
    ), numbered AS (
        SELECT user_id, today, study_day,
            max(study_day) OVER (PARTITION BY user_id) AS latest,
            row_number() OVER (PARTITION BY user_id ORDER BY study_day DESC) AS place
        FROM studied
    )
    SELECT user_id, count(*)::int FROM numbered
    WHERE latest >= today - 1 AND study_day + place::int = latest + 1
    GROUP BY user_id
"""
"""Study days in a row up to today, or up to yesterday while today is open: going back
from the latest, the n-th such day lies n - 1 days before it."""

RECALL = f"""
    {_SHOWN}, rated AS (
        SELECT r.user_id, r.card_id, r.prompt, r.sequence, r.study_day, r.level
        FROM person p
        JOIN decks_studysession t ON t.user_id = p.user_id AND t.started_at >= p.began
        JOIN decks_review r ON r.user_id = t.user_id AND r.session_id = t.id
        WHERE r.kind = 'review' AND r.undone_at IS NULL AND r.sequence > 1
            AND r.study_day BETWEEN p.week_day AND p.today
    )
    SELECT r.user_id, count(*)::int, count(*) FILTER (WHERE r.level >= 3)::int
    FROM rated r JOIN decks_review b ON b.user_id = r.user_id
        AND b.card_id = r.card_id AND b.prompt = r.prompt
        AND b.sequence = r.sequence - 1 AND b.undone_at IS NULL AND b.kind <> 'cram'
    WHERE b.kind <> 'reset' AND b.study_day < r.study_day
    GROUP BY r.user_id
"""
"""Reviews of cards that were last seen on an earlier study day, and how many of them
were rated 3 and more. The log is reached through the week's sittings."""

DECK_LEVELS = f"""
    SELECT k.deck_id, floor(k.mean)::int AS level, count(*)::int,
        round(sum(k.mean - floor(k.mean)))::int,
        (count(*) FILTER (WHERE k.is_hard))::int
    FROM ({SHOWN_CARDS}) AS k GROUP BY k.deck_id, floor(k.mean) ORDER BY k.deck_id, 2
"""
"""Cards of each shared deck by the mean level of their figure, rounded down; how many
of them stand a level higher, so that the levels together say what the means do (all of
them rounded, the means of many people would mostly say the same); how many are hard."""

_HARDEST_FIRST = "k.low::numeric / k.raters DESC, k.raters DESC, k.position, k.card_id"

HARD_CARDS = f"""
    SELECT h.deck_id, h.card_id, h.question, h.level, h.low, h.raters
    FROM (
        SELECT k.*, row_number() OVER (
            PARTITION BY k.deck_id ORDER BY {_HARDEST_FIRST}) AS place
        FROM ({SHOWN_CARDS}) AS k WHERE k.is_hard
    ) AS h
    WHERE h.place <= %(most)s ORDER BY h.deck_id, h.place
"""
"""The hardest cards of each shared deck, at most `most` of each."""

HARDEST = f"""
    SELECT k.deck_id, k.card_id FROM ({SHOWN_CARDS}) AS k WHERE k.is_hard
        AND k.deck_id = ANY(%(decks)s::bigint[])
    ORDER BY {_HARDEST_FIRST} LIMIT %(most)s
"""
"""The hardest cards of these decks."""
