"""Whom a group's figures count, after another group stopped counting them."""

import datetime as dt
from collections.abc import Collection

from decks.groups.models import Membership


def count_anew(
    user_ids: Collection[int], *, now: dt.datetime, but_for: int | None = None
) -> None:
    """What these people rated until now counts in no group of theirs (but for one).

    One group's figures may hold those ratings already: the same ratings in another
    group's would differ from them by single people. Called when a group loses them, or
    they choose anew what it sees. One statement.
    """
    rows = Membership.objects.filter(user__in=user_ids)
    if but_for is not None:
        rows = rows.exclude(group=but_for)
    rows.update(counted_since=now)
