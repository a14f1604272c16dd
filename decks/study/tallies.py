"""The counts of cards on enrolments: moved with a state, counted anew where needed."""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import F

from decks.accounts.models import User
from decks.scheduling.schedule import NEW_CARD, CardState
from decks.study.counters import (
    COUNTED_CARDS,
    MASTERED_FROM_LEVEL,
    STUCK_LAPSES,
    card_changes,
)
from decks.study.models import Enrolment, ReviewState

_COUNTS = {
    **{f"level_{n}": f"s.last_level = {n}" for n in range(1, 6)},
    "learning": "s.phase = 1",
    "review": "s.phase = 2",
    "relearning": "s.phase = 3",
    "mastered": f"least(s.last_level, s.previous_level) >= {MASTERED_FROM_LEVEL}",
    "stuck": f"s.lapse_count >= {STUCK_LAPSES}",
}
COUNTED = ", ".join(
    f"count(*) FILTER (WHERE {_COUNTS[name]}) AS {name}" for name in COUNTED_CARDS
)
"""`card_counts` summed over the states `s`, as SQL."""

_SET = ", ".join(f"{name} = coalesce(n.{name}, 0)" for name in COUNTED_CARDS)

_HOLD = """
    SELECT e.deck_id FROM decks_enrolment e
    WHERE e.deck_id = ANY(%(decks)s)
        AND (%(user)s::bigint IS NULL OR e.user_id = %(user)s)
    ORDER BY e.user_id, e.deck_id FOR NO KEY UPDATE
"""

_RECOUNT = f"""
    UPDATE decks_enrolment AS e SET {_SET}
    FROM decks_enrolment AS o LEFT JOIN (
        SELECT s.user_id, s.deck_id, {COUNTED} FROM decks_reviewstate s
        WHERE s.deck_id = ANY(%(decks)s) AND s.prompt = 0 AND s.phase IS NOT NULL
            AND (%(user)s::bigint IS NULL OR s.user_id = %(user)s)
        GROUP BY s.user_id, s.deck_id
    ) AS n ON n.user_id = o.user_id AND n.deck_id = o.deck_id
    WHERE o.user_id = e.user_id AND o.deck_id = e.deck_id
        AND e.deck_id = ANY(%(decks)s)
        AND (%(user)s::bigint IS NULL OR e.user_id = %(user)s)
"""


def recount_cards(deck_ids: Iterable[int], *, user: User | None = None) -> None:
    """Count the learners' cards of these decks anew (of one learner: `user`).

    After cards came, went or moved in other ways than by rating. Two statements: the
    counts are held first, so that a rating that is on its way is waited for and seen.
    """
    given = {"decks": list(deck_ids), "user": None if user is None else user.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HOLD, given)
        cursor.execute(_RECOUNT, given)


def add_changes(user: User, deck_id: int, changes: Mapping[str, int]) -> None:
    """Add `card_changes` to an enrolment; nothing happens where there is none."""
    moved = {name: F(name) + change for name, change in changes.items() if change}
    if moved:
        Enrolment.objects.filter(user=user, deck_id=deck_id).update(**moved)


def move_state(
    user: User, card_id: int, state: CardState, *, deck_id: int, from_deck_id: int
) -> None:
    """A card was moved to another deck: its state and its counts follow, once."""
    with transaction.atomic():
        here = ReviewState.objects.filter(
            user=user, card_id=card_id, deck_id=from_deck_id
        )
        if here.update(deck_id=deck_id):
            add_changes(user, from_deck_id, card_changes(state, NEW_CARD))
            add_changes(user, deck_id, card_changes(NEW_CARD, state))
