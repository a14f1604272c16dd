"""One card out of two that say the same: the other goes into it, with its history.

What anyone rated on the dropped card becomes part of the kept card's log, in the order
of time, as if they had been one card all along; every learner's state is what that log
gives. The dropped card then lies in the deck's trash as a new one: nothing that was
carried over comes back with it.

Rows are locked in the house's order: deck, sittings, cards, states, days, enrolments. A
rating of the dropped card that is on its way is waited for and carried, or finds the
card gone.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from decks.cards.copies import are_copies
from decks.cards.forms import TAGS_MAX
from decks.cards.models import Card
from decks.cards.writing import (
    ROWS_A_STATEMENT,
    ChangedMeanwhile,
    Pen,
    Sides,
    lock_deck,
    write_texts,
)
from decks.editing import copy_statements
from decks.editing.copy_joining import join_figures, join_notes, join_states, join_talk
from decks.editing.models import LikelyCopy
from decks.editing.moving import delete_cards


class NotHere(Exception):
    """One of the cards does not lie in this deck any more; nothing was written."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """A card as an editor saw it."""

    card_id: int
    version: int


@transaction.atomic
def merge_cards(
    deck_id: int, *, keep: Seen, drop: Seen, pen: Pen, text: Sides | None = None
) -> int:
    """Let the dropped card go into the kept one, which from now on says `text`.

    Without a text the kept card stays as it is, with the tags of both. Returns how many
    learners had something of the dropped card. Some 30 statements, and eight for each
    thousand learners. Raises ChangedMeanwhile and NotHere.
    """
    lock_deck(deck_id)
    kept, dropped = _as_seen(deck_id, keep), _as_seen(deck_id, drop)
    users = _carry(kept, dropped)
    text = text or Sides(kept.question, kept.answer, joined_tags(kept, dropped))
    write_texts([kept], {kept.pk: text}, pen)
    _pass_on_pairs(kept, dropped)
    join_talk(kept, dropped)
    join_figures(kept, dropped)
    delete_cards(deck_id, [dropped.pk], now=pen.now)
    return len(users)


def joined_tags(kept: Card, dropped: Card) -> tuple[str, ...]:
    """The tags of both, the kept card's first, as many as a card may have."""
    return tuple(dict.fromkeys([*kept.tags, *dropped.tags]))[:TAGS_MAX]


def _as_seen(deck_id: int, seen: Seen) -> Card:
    card = Card.objects.filter(deck_id=deck_id, pk=seen.card_id).first()
    if card is None:
        raise NotHere
    if card.version != seen.version:
        raise ChangedMeanwhile(card)
    return card


def _carry(kept: Card, dropped: Card) -> list[int]:
    """Make the learners' rows of one card rows of the other; whose they are."""
    given: dict[str, Any] = {
        "kept": kept.pk,
        "dropped": dropped.pk,
        "cards": [kept.pk, dropped.pk],
    }
    given["users"] = users = _held(given)
    if users:
        _execute(copy_statements.ADD_COUNTS, given | {"sign": -1})
        _execute(copy_statements.ADD_DAYS, given | {"sign": -1})
        _execute(copy_statements.JOIN_SITTINGS, given)
        _execute(copy_statements.JOIN_LIVE_ROWS, given)
        _execute(copy_statements.NUMBER_LIVE_ROWS, given)
        _execute(copy_statements.CARRY_OTHER_ROWS, given)
        for some in _batches(users):
            join_states(some, kept, dropped)
            join_notes(some, kept, dropped)
        _execute(copy_statements.ADD_DAYS, given | {"sign": 1})
        _execute(copy_statements.ADD_COUNTS, given | {"sign": 1})
    return users


def _held(given: dict[str, Any]) -> list[int]:
    """Lock all rows that change; the learners who have something of the dropped card.

    Sittings come before cards, for a first rating holds its sitting while it waits for
    its card. Once the cards are held no rating of them begins: what came in just before
    is held by asking again.
    """
    _execute(copy_statements.HOLD_SITTINGS, given)
    cards = Card.objects.filter(pk__in=given["cards"]).order_by("pk")
    list(cards.select_for_update(no_key=True).values_list("pk"))
    _execute(copy_statements.HOLD_SITTINGS, given)
    users = [row[0] for row in _execute(copy_statements.LEARNERS, given)]
    held = given | {"users": users}
    _execute(copy_statements.HOLD_STATES, held)
    _execute(copy_statements.HOLD_DAYS, held)
    _execute(copy_statements.HOLD_ENROLMENTS, held)
    return users


def _execute(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall() if cursor.description else []


def _batches(users: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(users), ROWS_A_STATEMENT):
        yield users[first : first + ROWS_A_STATEMENT]


# --- Pairs ---------------------------------------------------------------------------


def _pass_on_pairs(kept: Card, dropped: Card) -> None:
    """Pairs of the dropped card become pairs of the kept one.

    Those that are not alike any more go. Who kept the dropped card beside a third one
    keeps the other beside it too.
    """
    pairs = LikelyCopy.objects.filter(deck=kept.deck_id)
    of_kept = {_third(pair, kept): pair for pair in _pairs_of(kept)}
    of_dropped = {_third(pair, dropped): pair for pair in _pairs_of(dropped)}
    gone = [pair for third, pair in of_kept.items() if not _is_alike(kept, third)]
    pairs.filter(pk__in=[pair.pk for pair in (*gone, *of_dropped.values())]).delete()
    LikelyCopy.objects.bulk_create(
        [
            _pair_of(kept, third, pair.kept_at)
            for third, pair in of_dropped.items()
            if third != kept and third not in of_kept and _is_alike(kept, third)
        ],
        batch_size=ROWS_A_STATEMENT,
    )


def _pairs_of(card: Card) -> Iterable[LikelyCopy]:
    either = Q(later=card) | Q(earlier=card)
    return LikelyCopy.objects.filter(either).select_related("later", "earlier")


def _third(pair: LikelyCopy, card: Card) -> Card:
    return pair.earlier if pair.later_id == card.pk else pair.later


def _is_alike(kept: Card, third: Card) -> bool:
    return are_copies((kept.question, kept.answer), (third.question, third.answer))


def _pair_of(one: Card, other: Card, kept_at: dt.datetime | None) -> LikelyCopy:
    earlier, later = sorted((one, other), key=attrgetter("position", "pk"))
    return LikelyCopy(
        deck_id=one.deck_id, later=later, earlier=earlier, kept_at=kept_at
    )
