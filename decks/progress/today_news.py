"""What happened last in one of the learner's groups, for Today. Queries only."""

import dataclasses
import datetime as dt

from django.db.models import OuterRef, Subquery

from decks.accounts.models import User
from decks.groups.activity import Happening, events_of, happenings
from decks.groups.models import GroupEvent, Membership, StudyGroup

LINES_SHOWN = 3


@dataclasses.dataclass(frozen=True, slots=True)
class GroupNews:
    """The latest lines of one group, the last one first."""

    group: StudyGroup
    lines: list[Happening]


def latest_news(user: User, *, now: dt.datetime) -> GroupNews | None:
    """News of the learner's group in which something happened last; None without one.

    Each line as this member may read it. Three statements, in any number of groups;
    one where there is no group.
    """
    reader = _reader_of_latest(user)
    if reader is None:
        return None
    reader.user = user
    events = list(events_of(reader.group_id)[:LINES_SHOWN])
    return GroupNews(reader.group, happenings(events, reader, now=now))


def _reader_of_latest(user: User) -> Membership | None:
    events = GroupEvent.objects.filter(group=OuterRef("group"))
    latest = events.order_by("-happened_at", "-pk").values("happened_at")[:1]
    mine = Membership.objects.filter(user=user).select_related("group")
    told = mine.annotate(told_at=Subquery(latest)).filter(told_at__isnull=False)
    return told.order_by("-told_at", "group_id").first()
