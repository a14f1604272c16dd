"""The cards behind a number: a page at a time."""

import dataclasses
import datetime as dt
import functools
import operator
import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from decks.cards.models import Card
from decks.progress.card_list import state_words
from decks.progress.counted_words import seen_words
from decks.progress.overview.asked_cards import AskedCards
from decks.progress.overview.hard_cards import (
    HARDEST_FIRST,
    MOST_MISSED_FIRST,
    CardRow,
    hard_states,
    seen_row,
    seen_states,
    stuck_states,
    with_levels,
)
from decks.study.counters import MASTERED_FROM_LEVEL
from decks.study.due import DUE_COUNT_CAP
from decks.study.learners import calendar_of
from decks.study.models import ReviewState
from decks.study.recording import moment_us
from decks.study.standing import standing_of

PAGE_SIZE = 50
_SOONEST_FIRST = ("due_at", "card_id")
_DECK_ORDER = ("deck_id", "position", "id")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_FRACTION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,20})?", re.ASCII)
_MASTERED = Q(
    last_level__gte=MASTERED_FROM_LEVEL, previous_level__gte=MASTERED_FROM_LEVEL
)

States = QuerySet[ReviewState]


@dataclasses.dataclass(frozen=True, slots=True)
class CardsPage:
    """Some rows, and the mark after which the next page begins ('' at the end).

    `count` is how many cards there are in all: None where nobody counts them, and where
    counting stopped `is_capped` says that there are more.
    """

    rows: list[CardRow]
    next_after: str
    count: int | None
    is_capped: bool = False

    @property
    def count_words(self) -> str:
        """`12`, `999+`, `No`; empty where it is not known."""
        if self.count is None:
            return ""
        return f"{self.count:,}{'+' * self.is_capped}" if self.count else "No"


def cards_page(asked: AskedCards, *, after: str, now: dt.datetime) -> CardsPage:
    """The next PAGE_SIZE cards after the mark `after`. One statement, of cards that are
    due a second one that counts them."""
    if asked.level == 0:
        rows, next_after = _new_cards(asked, after)
    else:
        rows, next_after = _seen_cards(asked, after, now=now)
    if asked.count is None and not after and not next_after:
        return CardsPage(rows, "", len(rows))
    if not asked.due:
        return CardsPage(rows, next_after, asked.count)
    count = _states(asked)[:DUE_COUNT_CAP].count()
    if count < DUE_COUNT_CAP:
        return CardsPage(rows, next_after, count)
    return CardsPage(rows, next_after, count - 1, is_capped=True)


def _seen_cards(
    asked: AskedCards, after: str, *, now: dt.datetime
) -> tuple[list[CardRow], str]:
    order = _order(asked)
    states: Any = _states(asked).filter(_beyond(order, after))
    if "-difficulty" in order:
        # One without could not be the mark of a page.
        states = states.filter(difficulty__isnull=False)
    found = list(with_levels(asked.scope, states, order, most=PAGE_SIZE + 1))
    rows = [_row(asked, state, now=now) for state in found[:PAGE_SIZE]]
    if len(found) <= PAGE_SIZE:
        return rows, ""
    return rows, _mark(found[PAGE_SIZE - 1], order)


def _states(asked: AskedCards) -> States:
    scope = asked.scope
    if asked.due:
        calendar = calendar_of(scope.user)
        end = calendar.start_of(asked.due + dt.timedelta(days=1))
        due = seen_states(scope).filter(due_at__lt=end)
        if asked.due == scope.today:
            return due
        return due.filter(due_at__gte=calendar.start_of(asked.due))
    if asked.level:
        return seen_states(scope).filter(last_level=asked.level)
    if asked.show == "mastered":
        return seen_states(scope).filter(_MASTERED)
    if asked.show == "learning":
        return seen_states(scope).exclude(_MASTERED)
    return stuck_states(scope) if asked.show == "stuck" else hard_states(scope)


def _order(asked: AskedCards) -> Sequence[str]:
    if asked.due:
        return _SOONEST_FIRST
    return MOST_MISSED_FIRST if asked.show == "stuck" else HARDEST_FIRST


def _new_cards(asked: AskedCards, after: str) -> tuple[list[CardRow], str]:
    """Cards without a rating, deck by deck; decks without any are not looked at."""
    scope = asked.scope
    decks = [row.deck for row in scope.chosen if standing_of(row).counts[0]]
    seen = ReviewState.objects.filter(
        user=scope.user, prompt=0, card=OuterRef("pk"), phase__isnull=False
    )
    cards = Card.objects.filter(~Exists(seen), deck__in=decks)
    if scope.tag:
        cards = cards.filter(tags__contains=[scope.tag])
    found = cards.filter(_beyond(_DECK_ORDER, after)).order_by(*_DECK_ORDER)
    shown = list(found.select_related("deck")[: PAGE_SIZE + 1])
    rows = [
        CardRow(card, card.deck.title, 0, "Not seen yet", "New")
        for card in shown[:PAGE_SIZE]
    ]
    more = len(shown) > PAGE_SIZE
    return rows, _mark(shown[PAGE_SIZE - 1], _DECK_ORDER) if more else ""


def _row(asked: AskedCards, state: ReviewState, *, now: dt.datetime) -> CardRow:
    calendar = calendar_of(asked.scope.user)
    due = state_words(state, now=now, calendar=calendar)
    return seen_row(asked.scope, state, seen_words, due=due)


def _mark(row: Any, order: Sequence[str]) -> str:
    """The row's place in this order, as text."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    return "_".join(
        str(moment_us(value) if isinstance(value, dt.datetime) else value)
        for value in values
    )


def _beyond(order: Sequence[str], after: str) -> Q:
    """Whatever comes after the mark; everything where it is none of this order."""
    values = after.split("_")
    if len(values) != len(order):
        return Q()
    read = [_value(name, text) for name, text in zip(order, values, strict=True)]
    if None in read:
        return Q()
    steps = []
    for at, name in enumerate(order):
        field, way = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        same = {before.lstrip("-"): read[n] for n, before in enumerate(order[:at])}
        steps.append(Q(**same, **{f"{field}__{way}": read[at]}))
    return functools.reduce(operator.or_, steps)


def _value(name: str, text: str) -> float | dt.datetime | None:
    """What the mark says of this column; None where it cannot be that."""
    if name == "-difficulty":
        return float(text) if _FRACTION.fullmatch(text) else None
    if not _NUMBER.fullmatch(text):
        return None
    if name == "due_at":
        return _EPOCH + dt.timedelta(microseconds=int(text[:17]))
    return int(text)
