"""The cards that are hardest for a learner, and those that are stuck."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from decks.cards.models import Card
from decks.progress.counted_words import times
from decks.progress.overview.scope import Scope
from decks.scheduling.levels import Level
from decks.study.counters import STUCK_LAPSES
from decks.study.models import Review, ReviewState

SHOWN = 5
HARDEST_FIRST = ("-difficulty", "-lapse_count", "card_id")
"""As `Cards.HARDEST` has them."""

MOST_MISSED_FIRST = ("-lapse_count", "-difficulty", "card_id")
_MISSED = (Level.NOT_AT_ALL, Level.BARELY)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card in a list: with its deck, the learner's last level (0 new), a few words on
    its history, and when it comes back (left out of short lists)."""

    card: Card
    deck_title: str
    level: int
    words: str
    due: str = ""


def hardest(scope: Scope, *, most: int = SHOWN) -> list[CardRow]:
    """The cards with the highest difficulty, hardest first. One statement.

    Only such as were missed: of a learner who knew every card none is hard. It looks at
    the state of each card of these decks.
    """
    states = with_levels(scope, hard_states(scope), HARDEST_FIRST, most=most)
    return [seen_row(scope, state, known_words) for state in states]


def stuck(scope: Scope, *, most: int = SHOWN) -> list[CardRow]:
    """The cards that were missed most often, STUCK_LAPSES times or more. One statement,
    none where the decks have no such card."""
    if not any(row.stuck for row in scope.chosen):
        return []
    states = with_levels(scope, stuck_states(scope), MOST_MISSED_FIRST, most=most)
    return [seen_row(scope, state, known_words) for state in states]


def hard_states(scope: Scope) -> "QuerySet[ReviewState]":
    """Of cards missed once learnt, or one of the last two times that they were rated;
    those put aside are not to be studied now."""
    was_missed = Q(lapse_count__gt=0)
    was_missed |= Q(last_level__in=_MISSED) | Q(previous_level__in=_MISSED)
    return seen_states(scope).filter(was_missed, put_aside_at=None)


def stuck_states(scope: Scope) -> "QuerySet[ReviewState]":
    """Of cards put aside or not, as the decks' counts have them."""
    return seen_states(scope).filter(lapse_count__gte=STUCK_LAPSES)


def seen_states(scope: Scope) -> "QuerySet[ReviewState]":
    """The states of the scope's cards that were rated."""
    states = ReviewState.objects.filter(
        user=scope.user, deck__in=scope.deck_ids, prompt=0, phase__isnull=False
    )
    if scope.tag:
        states = states.filter(card__tags__contains=[scope.tag])
    return states


def with_levels(
    scope: Scope,
    states: "QuerySet[ReviewState]",
    order: Sequence[str],
    *,
    most: int,
) -> "QuerySet[ReviewState]":
    """The first of these states with their cards and, as `levels`, the live ratings of
    each card, in no order.

    Cards and ratings are looked up for those found: sorted with all of them, 100,000
    states would not fit into memory.
    """
    found = states.order_by(*order).values("card_id")[:most]
    ratings = Review.objects.filter(
        ~Q(kind=Review.Kind.CRAM),
        user=OuterRef("user_id"),
        card=OuterRef("card_id"),
        prompt=0,
        undone_at=None,
    ).exclude(kind=Review.Kind.RESET)
    rows = ReviewState.objects.filter(user=scope.user, prompt=0, card__in=found)
    rows = rows.select_related("card").order_by(*order)
    return rows.annotate(levels=ArraySubquery(ratings.values("level")))


def seen_row(
    scope: Scope, state: Any, words: Callable[[list[int]], str], *, due: str = ""
) -> CardRow:
    """The row of a state from `with_levels`, whose levels `words` tells; its card knows
    its deck. No statement."""
    decks = {row.deck_id: row.deck for row in scope.chosen}
    state.card.deck = decks[state.deck_id]
    title = state.card.deck.title
    return CardRow(state.card, title, state.last_level, words(state.levels), due)


def known_words(levels: list[int]) -> str:
    """`Seen 9 times, knew it well once`."""
    well = sum(level >= Level.MOSTLY for level in levels)
    knew = f"knew it well {times(well)}" if well else "never knew it well"
    return f"Seen {times(len(levels))}, {knew}"
