"""Counts of cards on decks and enrolments, and states that a moved card left behind."""

import itertools
from collections.abc import Iterator
from operator import itemgetter

from django.db import transaction
from django.db.models import OuterRef, Subquery

from decks.accounts.models import User
from decks.cards.counting import recount
from decks.cards.models import Card, Deck
from decks.study.models import ReviewState
from decks.study.repair.count_statements import (
    MOVED_STATES,
    WRONG_DECKS,
    WRONG_ENROLMENTS,
)
from decks.study.repair.findings import Damage, Found, find_rows
from decks.study.rows import Row, fetch_all
from decks.study.tallies import recount_cards


def find_in_counts() -> list[Found]:
    """ENROLMENT, DECK and MOVED. Three statements."""
    return [
        find_rows(Damage.ENROLMENT, WRONG_ENROLMENTS, {}, _enrolment),
        find_rows(Damage.DECK, WRONG_DECKS, {}, _deck),
        find_rows(Damage.MOVED, MOVED_STATES, {}, _moved),
    ]


def _enrolment(row: Row) -> str:
    return f"learner {row[0]}, deck {row[1]}"


def _deck(row: Row) -> str:
    return f"deck {row[0]} says {row[1]} cards and has {row[2]}"


def _moved(row: Row) -> str:
    return f"learner {row[0]}, card {row[1]}: deck {row[2]}, the card lies in {row[3]}"


def recount_enrolments() -> None:
    """Count the learners' cards anew where the counts are wrong."""
    for user, rows in _by_learner(WRONG_ENROLMENTS):
        recount_cards({deck_id for _, deck_id in rows}, user=user)


@transaction.atomic
def recount_decks() -> None:
    """Count the cards anew of decks that are wrong, which are locked for it."""
    deck_ids = [row[0] for row in fetch_all(WRONG_DECKS, {})]
    list(Deck.objects.select_for_update().filter(pk__in=deck_ids).order_by("pk"))
    recount(deck_ids)


def move_states() -> None:
    """Let states lie where their cards do; the learner's counts follow."""
    for user, rows in _by_learner(MOVED_STATES):
        with transaction.atomic():
            _move(user, rows)


def _move(user: User, rows: list[Row]) -> None:
    states = ReviewState.objects.filter(
        user=user, card_id__in={card_id for _, card_id, _, _ in rows}
    )
    list(states.select_for_update(no_key=True).order_by("card_id", "prompt"))
    card_deck = Card.objects.filter(pk=OuterRef("card_id")).values("deck_id")
    states.update(deck_id=Subquery(card_deck))
    recount_cards({deck_id for row in rows for deck_id in row[2:]}, user=user)


def _by_learner(sql: str) -> Iterator[tuple[User, list[Row]]]:
    """The rows of each learner; the statement gives the learner first, in order."""
    for user_id, rows in itertools.groupby(fetch_all(sql, {}), itemgetter(0)):
        user = User.objects.filter(pk=user_id).first()
        if user is not None:
            yield user, list(rows)
