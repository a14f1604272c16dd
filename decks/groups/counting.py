"""Whom a group's figures count, after another group stopped counting them."""

import datetime as dt
from collections.abc import Collection

from decks.groups.models import Membership


def hold_memberships(user_ids: Collection[int]) -> None:
    """Before any of them is changed: of two who take these people out of two groups at
    once the second waits here, in the same order. One statement."""
    rows = Membership.objects.filter(user__in=user_ids).order_by("user_id", "group_id")
    list(rows.select_for_update(of=("self",)).values_list("user_id", "group_id"))


def count_anew(
    user_ids: Collection[int], *, now: dt.datetime, but_for: int | None = None
) -> None:
    """What these people rated until now counts in no group of theirs (but for one).

    One group's figures may hold those ratings already: the same ratings in another
    group's would differ from them by single people. Called when a group loses them, or
    they choose anew what it sees; their rows are held (`hold_memberships`). One
    statement.
    """
    rows = Membership.objects.filter(user__in=user_ids)
    if but_for is not None:
        rows = rows.exclude(group=but_for)
    rows.update(counted_since=now)
