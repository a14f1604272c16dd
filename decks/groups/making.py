"""Groups that come to be, and what is said of them."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from decks.accounts.models import User
from decks.groups.events import EventKind, note_event
from decks.groups.models import Membership, Role, StudyGroup
from decks.groups.roles import hold_as_owner


@transaction.atomic
def create_group(
    owner: User,
    settings: dict[str, Any],
    *,
    seen: str,
    form_id: uuid.UUID,
    now: dt.datetime,
) -> StudyGroup:
    """The owner's new group. The same form sent again gives the same group.

    If its maker left it since, the form came back out of the browser's history and
    makes another; so it does where something else was written into it.
    """
    sent_id = uuid.uuid5(form_id, f"{owner.pk} {sorted(settings.items())!r}")
    for key in (sent_id, uuid.uuid4()):
        group, is_made = StudyGroup.objects.get_or_create(
            form_id=key, defaults={**settings, "created_at": now}
        )
        if is_made:
            _let_in_owner(group, owner, seen, now)
        if is_made or group.memberships.filter(user=owner).exists():
            break
    return group


def _let_in_owner(group: StudyGroup, owner: User, seen: str, now: dt.datetime) -> None:
    Membership.objects.create(
        group=group,
        user=owner,
        role=Role.OWNER,
        seen=seen,
        seen_since=now,
        joined_at=now,
    )
    note_event(group.pk, EventKind.CREATED, actor=owner, now=now)


@transaction.atomic
def change_group(
    group_id: int, changes: dict[str, Any], *, by: User, now: dt.datetime
) -> None:
    """Write these settings and no others; name and exam date go into the activity."""
    group = hold_as_owner(group_id, by)
    was = {name: getattr(group, name) for name in changes}
    if changes == was:
        return
    for name, value in changes.items():
        setattr(group, name, value)
    group.save(update_fields=list(changes))
    if changes.get("name", group.name) != was.get("name", group.name):
        note_event(
            group_id, EventKind.RENAMED, actor=by, words=str(was["name"]), now=now
        )
    if "exam_date" in changes and changes["exam_date"] != was["exam_date"]:
        day = changes["exam_date"]
        words = "" if day is None else day.isoformat()
        note_event(group_id, EventKind.EXAM, actor=by, words=words, now=now)
