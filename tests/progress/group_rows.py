"""What stands in a group, for the tests of its page."""

import datetime as dt

from decks.groups.models import GroupCard, Membership, Seen, StudyGroup
from decks.models import Card, User
from decks.progress.group_page import group_context
from tests.factories import make_member, make_user

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
LONG_AGO = NOW - 60 * DAY


def named(group: StudyGroup, *, since: dt.datetime = LONG_AGO, **fields) -> User:
    user = make_user(**fields)
    make_member(group, user=user, seen=Seen.NAMED, seen_since=since, joined_at=since)
    return user


def seen_by(group: StudyGroup, user: User, *, now: dt.datetime = NOW, page=None):
    rows = Membership.objects.select_related("group", "user")
    return group_context(rows.get(group=group, user=user), page=page, now=now)


def known(group: StudyGroup, card: Card, *levels: int, at: dt.datetime = NOW) -> None:
    GroupCard.objects.create(
        group=group,
        card=card,
        deck=card.deck,
        raters=len(levels),
        low=sum(level <= 2 for level in levels),
        level_sum=sum(levels),
        published_at=at,
    )
