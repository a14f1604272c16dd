"""A deck's cards as a list: filtered by where they stand, a page at a time."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from decks.accounts.models import User
from decks.cards.models import Card, CardQuerySet, Deck
from decks.scheduling.levels import Level
from decks.scheduling.study_days import StudyCalendar
from decks.study.counters import STUCK_LAPSES
from decks.study.learners import calendar_of
from decks.study.models import ReviewState

PAGE_SIZE = 20
SHOW_ALL, SHOW_DUE, SHOW_NEW = "all", "due", "new"
SHOW_FLAGGED, SHOW_ASIDE, SHOW_STUCK = "flagged", "aside", "stuck"
SHOWS = (
    SHOW_ALL,
    SHOW_DUE,
    SHOW_NEW,
    SHOW_FLAGGED,
    SHOW_ASIDE,
    SHOW_STUCK,
    *(str(level.value) for level in Level),
)


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


def due_words(due_at: dt.datetime, *, now: dt.datetime, calendar: StudyCalendar) -> str:
    """`Due now`, `Later today`, `Tomorrow`, `In 4 days`."""
    if due_at <= now:
        return "Due now"
    days = (calendar.day_of(due_at) - calendar.day_of(now)).days
    if days <= 0:
        return "Later today"
    return "Tomorrow" if days == 1 else f"In {days} days"


def card_page(
    user: User, deck: Deck, *, show: str, after: str, now: dt.datetime
) -> CardPage:
    """The next PAGE_SIZE cards of this filter after the mark `position.id`.

    Two statements, whatever the deck's size: the page is found by its place in the
    deck's order, not counted off.
    """
    cards = list(
        _beyond(_shown(user, deck, show, now), after).in_deck_order()[: PAGE_SIZE + 1]
    )
    more = len(cards) > PAGE_SIZE
    cards = cards[:PAGE_SIZE]
    next_after = f"{cards[-1].position}.{cards[-1].pk}" if more else ""
    return CardPage(_rows(user, cards, now=now), next_after)


def _states(user: User) -> "QuerySet[ReviewState]":
    return ReviewState.objects.filter(user=user, prompt=0, card=OuterRef("pk"))


def _shown(user: User, deck: Deck, show: str, now: dt.datetime) -> CardQuerySet:
    cards = Card.objects.filter(deck=deck)
    if show == SHOW_DUE:
        return cards.filter(Exists(_states(user).filter(due_at__lte=now)))
    if show == SHOW_NEW:
        return cards.filter(~Exists(_states(user).filter(phase__isnull=False)))
    if show == SHOW_FLAGGED:
        return cards.filter(Exists(_states(user).filter(flagged_at__isnull=False)))
    if show == SHOW_ASIDE:
        return cards.filter(Exists(_states(user).filter(put_aside_at__isnull=False)))
    if show == SHOW_STUCK:
        stuck = _states(user).filter(lapse_count__gte=STUCK_LAPSES, phase__isnull=False)
        return cards.filter(Exists(stuck))
    if show != SHOW_ALL:
        seen = _states(user).filter(phase__isnull=False, last_level=int(show))
        return cards.filter(Exists(seen))
    return cards


def _beyond(cards: CardQuerySet, after: str) -> CardQuerySet:
    position, _, card_id = after.partition(".")
    if not (position.isdecimal() and card_id.isdecimal()):
        return cards
    place, key = int(position[:18]), int(card_id[:18])
    return cards.filter(Q(position__gt=place) | Q(position=place, pk__gt=key))


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
    hidden = state.hidden_until is not None and state.hidden_until > now
    if state.put_aside_at is not None:
        due = "Put aside"
    elif hidden:
        due = "Hidden today"
    elif state.due_at is None:
        due = "New"
    else:
        due = due_words(state.due_at, now=now, calendar=calendar)
    return CardRow(
        card,
        level=0 if state.phase is None else state.last_level,
        due=due,
        is_flagged=state.flagged_at is not None,
        is_withheld=hidden or state.put_aside_at is not None,
    )
