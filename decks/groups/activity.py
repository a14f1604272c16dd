"""What happened in a group, for one of its members to read."""

import dataclasses
import datetime as dt

from django.db.models import Q, QuerySet

from decks.accounts.ages import age_in_words
from decks.cards.models import Deck
from decks.groups.events import EventKind
from decks.groups.models import GroupEvent, Membership, Role
from decks.groups.roles import HEIR, role_words

_NAMED_IN_WORDS = {EventKind.SHARED, EventKind.UNSHARED, EventKind.TAKEN_DOWN}
"""Lines whose `words` are the deck's title as it was then."""


@dataclasses.dataclass(frozen=True, slots=True)
class Happening:
    """A line as this reader may see it.

    `deck` is None for one they may not read; `deck_words` is then what its title was,
    if they were in the group when it was written there. `day` is an exam date's.
    """

    event: GroupEvent
    deck: Deck | None
    deck_words: str
    role: str
    day: dt.date | None
    age: str

    @property
    def is_heir(self) -> bool:
        """Whether somebody became the owner because no other was left."""
        return self.event.kind == EventKind.ROLE and self.event.words == HEIR


def events_of(group_id: int) -> QuerySet[GroupEvent]:
    """A group's lines, the latest first, with who is named in them."""
    lines = GroupEvent.objects.filter(group=group_id)
    named = lines.select_related("actor", "person")
    return named.order_by("-happened_at", "-pk")


def happenings(
    events: list[GroupEvent], reader: Membership, *, now: dt.datetime
) -> list[Happening]:
    """These lines for this reader. One statement, however many."""
    deck_ids = {event.deck_id for event in events if event.deck_id is not None}
    readable = Deck.objects.readable_by(reader.user).in_bulk(deck_ids)
    return [_happening(event, readable, reader, now) for event in events]


def _happening(
    event: GroupEvent,
    readable: dict[int, Deck],
    reader: Membership,
    now: dt.datetime,
) -> Happening:
    deck = None if event.deck_id is None else readable.get(event.deck_id)
    was_there = reader.joined_at <= event.happened_at
    names_deck = event.kind in _NAMED_IN_WORDS and was_there
    return Happening(
        event=event,
        deck=deck,
        deck_words=event.words if names_deck and deck is None else "",
        role=_role(event),
        day=_day(event),
        age=age_in_words(event.happened_at, now),
    )


def _role(event: GroupEvent) -> str:
    is_known = event.kind == EventKind.ROLE and event.words in Role.values
    return role_words(Role(event.words)) if is_known else ""


def _day(event: GroupEvent) -> dt.date | None:
    is_set = event.kind == EventKind.EXAM and event.words
    return dt.date.fromisoformat(event.words) if is_set else None


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a page of lines begins: after the line with this time and id."""

    happened_at: dt.datetime
    event_id: int

    def __str__(self) -> str:
        micros = (self.happened_at - _EPOCH) // dt.timedelta(microseconds=1)
        return f"{micros}-{self.event_id}"


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def place_in(text: str) -> Place | None:
    """The place that an address names; None for what no page of ours wrote."""
    micros, _, event_id = text.partition("-")
    is_plain = micros.isascii() and event_id.isascii()
    if not (is_plain and micros.isdecimal() and event_id.isdecimal()):
        return None
    if len(micros) > _DIGITS_MAX or len(event_id) > _DIGITS_MAX:
        return None
    return Place(_EPOCH + dt.timedelta(microseconds=int(micros)), int(event_id))


_DIGITS_MAX = 17


def page_after(
    group_id: int, place: Place | None, *, size: int
) -> tuple[list[GroupEvent], Place | None]:
    """So many lines after this place, and where the next page begins if there is one.

    A line that is written meanwhile shifts nothing. One statement.
    """
    lines = events_of(group_id)
    if place is not None:
        at = place.happened_at
        same = Q(happened_at=at, pk__lt=place.event_id)
        lines = lines.filter(Q(happened_at__lt=at) | same)
    found = list(lines[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], Place(last.happened_at, last.pk)
