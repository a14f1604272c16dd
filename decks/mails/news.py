"""What a digest tells: what others did in one's groups since the last one.

No member's figures are in it, not even the sums of the group's page: they belong where
each member can see what is shown of them. What somebody turned off among their notices
is left out too.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.activity import happenings
from decks.groups.events import EventKind
from decks.groups.models import GroupEvent, Membership, StudyGroup
from decks.mails.sentences import sentence
from decks.notices.models import NoticeKind
from decks.talk.models import Suggestion

LINES_MAX = 10
"""So many lines of one group; of more the mail says how many there are."""
DECKS_MAX = 10
EXAM_NEAR_DAYS = 7

_TOLD_AS = {
    EventKind.SHARED: NoticeKind.SHARED,
    EventKind.UNSHARED: NoticeKind.SHARED,
    EventKind.TAKEN_DOWN: NoticeKind.REPORTED,
    EventKind.CHANGED: NoticeKind.CHANGED,
    EventKind.SUGGESTED: NoticeKind.SUGGESTED,
    EventKind.ACCEPTED: NoticeKind.ANSWERED,
    EventKind.COMMENTED: NoticeKind.REPLIED,
}
"""The kinds of notices that stand for what happens in a group."""


@dataclasses.dataclass(frozen=True, slots=True)
class GroupNews:
    """A group, the latest lines, how many more there are, and an exam that is near."""

    group: StudyGroup
    lines: list[str]
    more_count: int
    exam_words: str


@dataclasses.dataclass(frozen=True, slots=True)
class DeckCount:
    """So many suggestions for a deck."""

    deck: Deck
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """All of it. What awaits an answer is told along, and is no reason for a mail."""

    groups: list[GroupNews]
    answered: list[DeckCount]
    awaiting: list[DeckCount]

    def __bool__(self) -> bool:
        return bool(self.groups or self.answered)


def news_of(
    user: User, *, since: dt.datetime, today: dt.date, now: dt.datetime
) -> News:
    """What happened to this learner's groups and suggestions.

    Six statements at most, and one more for each group in which something happened.
    """
    groups = _groups(user, since=since, today=today, now=now)
    answered = _answered(user, since=since)
    news = News(groups, answered, [])
    return dataclasses.replace(news, awaiting=_awaiting(user)) if news else news


def _groups(
    user: User, *, since: dt.datetime, today: dt.date, now: dt.datetime
) -> list[GroupNews]:
    by_group: dict[int, list[GroupEvent]] = {}
    for event in _events(user, since=since):
        by_group.setdefault(event.group_id, []).append(event)
    inside = Membership.objects.filter(user=user).select_related("group", "user")
    found = []
    for row in inside.order_by("group__name", "group_id"):
        events, exam = by_group.get(row.group_id, []), _exam_words(row, today)
        if events or exam:
            lines = [sentence(line) for line in happenings(events, row, now=now)]
            more = _count(events) - len(lines)
            found.append(GroupNews(row.group, lines, more, exam))
    return found


def _count(events: list[GroupEvent]) -> int:
    return getattr(events[0], "of_group", 0) if events else 0


def _events(user: User, *, since: dt.datetime) -> QuerySet[GroupEvent]:
    """The latest LINES_MAX of each group, of others, since then and since one came."""
    muted = [kind for kind, told in _TOLD_AS.items() if told in user.muted_notices]
    lines = GroupEvent.objects.filter(
        group__memberships__user=user,
        group__memberships__joined_at__lt=F("happened_at"),
        happened_at__gt=since,
    )
    others = lines.exclude(actor=user).exclude(kind__in=muted)
    latest = [F("happened_at").desc(), F("id").desc()]
    by_group = F("group_id")
    numbered = others.annotate(
        place=Window(RowNumber(), partition_by=by_group, order_by=latest),
        of_group=Window(Count("id"), partition_by=by_group),
    )
    named = numbered.filter(place__lte=LINES_MAX).select_related("actor", "person")
    return named.order_by("group_id", "place")


def _exam_words(row: Membership, today: dt.date) -> str:
    """`The exam is in 3 days`; empty where none is near."""
    day = row.exam_date or row.group.exam_date
    days = -1 if day is None else (day - today).days
    if not 0 <= days <= EXAM_NEAR_DAYS:
        return ""
    words = {0: "today", 1: "tomorrow"}
    return f"The exam is {words.get(days, f'in {days} days')}"


def _answered(user: User, *, since: dt.datetime) -> list[DeckCount]:
    """One's own suggestions that somebody else answered."""
    if NoticeKind.ANSWERED in user.muted_notices:
        return []
    answered = Q(suggestions__author=user, suggestions__answered_at__gt=since)
    answered &= ~Q(suggestions__answered_by=user)
    return _counted(Deck.objects.readable_by(user), answered)


def _awaiting(user: User) -> list[DeckCount]:
    """What others suggest for the decks that one may edit."""
    opened = Q(suggestions__state=Suggestion.State.OPEN)
    opened &= ~Q(suggestions__author=user)
    return _counted(Deck.objects.editable_by(user), opened)


def _counted(decks: QuerySet[Deck], which: Q) -> list[DeckCount]:
    counted = decks.annotate(said=Count("suggestions", filter=which))
    found: Iterable[Deck] = counted.filter(said__gt=0).order_by("title", "pk")[
        :DECKS_MAX
    ]
    return [DeckCount(deck, getattr(deck, "said", 0)) for deck in found]
