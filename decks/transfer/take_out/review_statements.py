"""The SQL that reads a learner's reviews from the log."""

_HAS_MEMORY = "memory_stability_days + memory_difficulty IS NOT NULL"
_IS_REVIEW = f"""(
    kind IN ('review', 'import') AND level BETWEEN 1 AND 5 AND NOT ({_HAS_MEMORY})
)"""
"""Whether a row says how well somebody knew the card. An import that brought a memory
state along says none; one without was rated elsewhere. A level that is none is damage
(`manage.py check_data` tells of it)."""

REVIEWS_PAGE = f"""
    SELECT card_id, prompt, sequence, level,
        floor(extract(epoch FROM reviewed_at) * 1000)::bigint, answer_ms,
        {_IS_REVIEW}, kind = 'reset', {_HAS_MEMORY}
    FROM decks_review
    WHERE user_id = %(user)s AND undone_at IS NULL AND kind <> 'cram'
        AND (card_id, prompt, sequence) > (%(card)s, %(prompt)s, %(sequence)s)
    ORDER BY card_id, prompt, sequence
    LIMIT %(rows)s
"""
"""A card's live rows stand together: the index `review_once_per_showing`, whose
condition stands here as it does there, gives them in this order."""

REVIEWS_COUNT = f"""
    SELECT count(*) FROM decks_review
    WHERE user_id = %(user)s AND undone_at IS NULL AND {_IS_REVIEW}
"""
