"""A deck's cards as a list: filtered, sorted, a page at a time."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.querysets import CardQuerySet
from decks.editing.card_filter import CardFilter
from decks.scheduling.study_days import StudyCalendar
from decks.study.due_words import due_words
from decks.study.learners import calendar_of
from decks.study.models import ReviewState
from decks.study.recording import moment_us

PAGE_SIZE = 20
_NEW_RANK = 6
"""New cards come after those that were rated 5."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NUMBER_DIGITS_MAX = 17


class Sort(models.TextChoices):
    """How the list is sorted."""

    DECK = "deck", "Deck order"
    LEAST = "least", "Least known first"
    CHANGED = "changed", "Recently changed"


@dataclasses.dataclass(frozen=True, slots=True)
class CardRow:
    """One card in the list, with the learner's last level (0 new) and its due words.

    `is_withheld` where it is hidden or put aside, so that it can be brought back.
    """

    card: Card
    level: int
    due: str
    is_flagged: bool = False
    is_withheld: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class CardPage:
    """Some rows, and where the next page begins ('' at the end)."""

    rows: list[CardRow]
    next_after: str


def card_page(
    user: User,
    deck: Deck,
    *,
    chosen: CardFilter,
    after: str,
    now: dt.datetime,
    sort: Sort = Sort.DECK,
) -> CardPage:
    """The next PAGE_SIZE cards of this filter after the mark `after`.

    Two statements, whatever the deck's size: the page is found by what it is sorted by,
    not counted off. Other sorts than the deck's order look at each of its cards.
    """
    found = _sorted(chosen.cards(user, deck, now=now), user, sort, after)
    cards = list(found[: PAGE_SIZE + 1])
    more = len(cards) > PAGE_SIZE
    cards = cards[:PAGE_SIZE]
    next_after = _mark(cards[-1], sort) if more else ""
    return CardPage(_rows(user, cards, now=now), next_after)


def card_row(user: User, card: Card, *, now: dt.datetime) -> CardRow:
    """One row of the list. One statement."""
    return _rows(user, [card], now=now)[0]


def _sorted(cards: CardQuerySet, user: User, sort: Sort, after: str) -> CardQuerySet:
    numbers = _numbers(after)
    if sort is Sort.CHANGED:
        cards = cards.order_by("-updated_at", "-pk")
        if len(numbers) != 2:
            return cards
        moment = _EPOCH + dt.timedelta(microseconds=numbers[0])
        same = Q(updated_at=moment, pk__lt=numbers[1])
        return cards.filter(Q(updated_at__lt=moment) | same)
    if sort is Sort.LEAST:
        cards = cards.annotate(rank=_rank(user)).order_by("rank", "position", "pk")
        if len(numbers) != 3:
            return cards
        beyond = Q(rank=numbers[0]) & _beyond(numbers[1], numbers[2])
        return cards.filter(Q(rank__gt=numbers[0]) | beyond)
    cards = cards.in_deck_order()
    return cards.filter(_beyond(*numbers)) if len(numbers) == 2 else cards


def _beyond(position: int, card_id: int) -> Q:
    return Q(position__gt=position) | Q(position=position, pk__gt=card_id)


def _rank(user: User) -> Coalesce:
    seen = ReviewState.objects.filter(
        user=user, prompt=0, card=OuterRef("pk"), phase__isnull=False
    )
    number = models.IntegerField()
    level = Subquery(seen.values("last_level")[:1], output_field=number)
    return Coalesce(level, Value(_NEW_RANK), output_field=number)


def _mark(card: Any, sort: Sort) -> str:
    """Where the next page begins, in numbers by which this one is sorted."""
    if sort is Sort.CHANGED:
        return f"{moment_us(card.updated_at)}.{card.pk}"
    place = f"{card.position}.{card.pk}"
    return f"{card.rank}.{place}" if sort is Sort.LEAST else place


def _numbers(after: str) -> list[int]:
    """The numbers of a mark; none where it is none of ours."""
    parts = after.split(".")
    if all(part.isascii() and part.isdigit() for part in parts):
        return [int(part[:_NUMBER_DIGITS_MAX]) for part in parts]
    return []


def _rows(user: User, cards: Sequence[Card], *, now: dt.datetime) -> list[CardRow]:
    calendar = calendar_of(user)
    states = {
        state.card_id: state
        for state in ReviewState.objects.filter(user=user, prompt=0, card__in=cards)
    }
    return [
        _row(card, states.get(card.pk), now=now, calendar=calendar) for card in cards
    ]


def _row(
    card: Card,
    state: ReviewState | None,
    *,
    now: dt.datetime,
    calendar: StudyCalendar,
) -> CardRow:
    if state is None:
        return CardRow(card, 0, "New")
    return CardRow(
        card,
        level=0 if state.phase is None else state.last_level,
        due=state_words(state, now=now, calendar=calendar),
        is_flagged=state.flagged_at is not None,
        is_withheld=_is_hidden(state, now=now) or state.put_aside_at is not None,
    )


def state_words(
    state: ReviewState, *, now: dt.datetime, calendar: StudyCalendar
) -> str:
    """When the card comes back, or why it does not."""
    if state.put_aside_at is not None:
        return "Put aside"
    if _is_hidden(state, now=now):
        return "Hidden today"
    if state.due_at is None:
        return "New"
    return due_words(state.due_at, now=now, calendar=calendar)


def _is_hidden(state: ReviewState, *, now: dt.datetime) -> bool:
    return state.hidden_until is not None and state.hidden_until > now
