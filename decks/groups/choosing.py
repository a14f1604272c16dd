"""What a member decides for themselves."""

import datetime as dt

from django.db import transaction

from decks.groups.counting import count_anew, hold_memberships
from decks.groups.models import Membership


@transaction.atomic
def choose(
    row: Membership, *, seen: str, exam_date: dt.date | None, now: dt.datetime
) -> None:
    """Write down how much the group sees and the day of one's own exam.

    `seen_since` moves only where the choice becomes another one: what was shown or
    counted before goes with it, here and in other groups. At most four statements.
    """
    hold_memberships([row.user_id])
    mine = Membership.objects.filter(user=row.user_id, group=row.group_id)
    mine.update(exam_date=exam_date)
    if mine.exclude(seen=seen).update(seen=seen, seen_since=now):
        count_anew([row.user_id], now=now, but_for=row.group_id)
