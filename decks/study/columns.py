"""Columns and pieces that the statements written by hand share.

Aliases are the same everywhere: c a card, d its deck, s the learner's state, e the
enrolment, g the group whose options hold, n the note, t a session.
"""

from decks.accounts.study_options import OPTION_NAMES

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
STATE = ", ".join(f"s.{column}" for column in STATE_COLUMNS)
OPTIONS = ", ".join(f"coalesce(e.{name}, g.{name}, d.{name})" for name in OPTION_NAMES)

CARD_COLUMNS = (
    "card_id",
    "deck_id",
    "question",
    "answer",
    "deck_title",
    "may_edit",
    "is_flagged",
    "note",
    "question_lang",
    "answer_lang",
    "is_changed",
)
CARD = (
    "c.id, c.deck_id, c.question, c.answer, d.title, "
    "EXISTS (SELECT FROM ({editable}) r WHERE r.id = d.id OFFSET 0), "
    "s.flagged_at IS NOT NULL, coalesce(n.text, ''), d.question_lang, d.answer_lang, "
    "coalesce(c.text_changed_at > s.last_reviewed_at, false)"
)
OF_CARD = """
        JOIN decks_deck d ON d.id = c.deck_id
        LEFT JOIN decks_reviewstate s
            ON s.user_id = %(user)s AND s.card_id = c.id AND s.prompt = 0
        LEFT JOIN decks_enrolment e
            ON e.user_id = %(user)s AND e.deck_id = c.deck_id
        LEFT JOIN decks_studygroup g ON g.id = e.group_id
        LEFT JOIN decks_cardnote n
            ON n.user_id = %(user)s AND n.card_id = c.id"""


def readable(deck_id: str) -> str:
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

SESSION = ", ".join(f"t.{column}" for column in SESSION_COLUMNS)
