"""A card that means something else now: what was learned of it counts no more."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from decks.accounts.models import User
from decks.cards.models import Card
from decks.cards.writing import ROWS_A_STATEMENT
from decks.study.marks import reset_row
from decks.study.models import Review, ReviewState
from decks.study.tallies import recount_cards


@transaction.atomic
def make_new_for_everyone(card: Card, *, now: dt.datetime) -> int:
    """Start the card over for all who know it; how many those are.

    What they rated stays in the log, before a reset row, as where a learner starts a
    card over (`marks.start_over`). Started over cards come first of the new ones. A
    handful of statements, however many learners.
    """
    known = ReviewState.objects.filter(card=card, phase__isnull=False)
    states = list(
        known.select_for_update(no_key=True).order_by("user_id", "card_id", "prompt")
    )
    learners = User.objects.in_bulk({state.user_id for state in states})
    resets = [
        reset_row(
            learners[state.user_id],
            card,
            prompt=state.prompt,
            sequence=state.review_count + 1,
            now=now,
        )
        for state in states
    ]
    Review.objects.bulk_create(resets, batch_size=ROWS_A_STATEMENT)
    known.update(**_NEW, review_count=F("review_count") + 1)
    if states:
        recount_cards({state.deck_id for state in states})
    return len(learners)


_NEW = {
    "phase": None,
    "stability_days": None,
    "difficulty": None,
    "due_at": None,
    "last_reviewed_at": None,
    "last_study_day": None,
    "showings_that_day": 0,
    "lapse_count": 0,
    "last_level": 0,
    "previous_level": 0,
}
"""As `scheduling.replay` leaves a card after a reset, but for its count of reviews."""
