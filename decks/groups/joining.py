"""Coming into a group: `join_group` is the one way in."""

import datetime as dt
import enum
import re

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from decks.accounts.models import User
from decks.groups.events import EventKind, note_event
from decks.groups.invitations import hold_group, working
from decks.groups.models import (
    Block,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Seen,
    StudyGroup,
)
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.study.group_options import link_groups

_TOKEN = re.compile(r"[-\w]{1,48}", re.ASCII)


class Standing(enum.Enum):
    """How somebody stands to a group."""

    STRANGER = enum.auto()
    ASKED = enum.auto()
    MEMBER = enum.auto()
    BLOCKED = enum.auto()


class Entry(enum.Enum):
    """What came of wanting in."""

    JOINED = enum.auto()
    ALREADY = enum.auto()
    ASKED = enum.auto()
    REFUSED = enum.auto()


_SETTLED = {Standing.BLOCKED: Entry.REFUSED, Standing.MEMBER: Entry.ALREADY}


def standing_in(user: User | AnonymousUser, group_id: int) -> Standing:
    """Whoever is not signed in is a stranger. At most three statements."""
    if not user.is_authenticated:
        return Standing.STRANGER
    here = {"user": user, "group": group_id}
    if Block.objects.filter(**here).exists():
        return Standing.BLOCKED
    if Membership.objects.filter(**here).exists():
        return Standing.MEMBER
    has_asked = JoinRequest.objects.filter(**here).exists()
    return Standing.ASKED if has_asked else Standing.STRANGER


@transaction.atomic
def join_group(
    user: User,
    group_id: int,
    role: Role,
    *,
    now: dt.datetime,
    seen: Seen = Seen.COUNTED,
) -> Entry:
    """Make somebody a member: JOINED, ALREADY, or REFUSED for a blocked person.

    Holds the group. Their request to be let in is done with, the decks that they study
    find the group's options.
    """
    if hold_group(group_id) is None:
        return Entry.REFUSED
    standing = standing_in(user, group_id)
    if standing in _SETTLED:
        return _SETTLED[standing]
    Membership.objects.create(
        user=user,
        group_id=group_id,
        role=role,
        seen=seen,
        seen_since=now,
        joined_at=now,
    )
    JoinRequest.objects.filter(user=user, group=group_id).delete()
    note_event(group_id, EventKind.JOINED, actor=user, now=now)
    link_groups(user_ids=[user.pk])
    return Entry.JOINED


def invitation_for(token: str) -> Invitation | None:
    """The invitation with this token, whether it works or not, with its group."""
    if not _TOKEN.fullmatch(token):
        return None
    known = Invitation.objects.select_related("group", "invited_by")
    return known.filter(token=token).first()


def must_ask(invitation: Invitation, group: StudyGroup) -> bool:
    """Whether an owner has to let in whoever comes by it; a mail's comer is let in."""
    return group.needs_approval and not invitation.email


@transaction.atomic
def use_invitation(
    user: User,
    invitation: Invitation,
    *,
    seen: Seen,
    now: dt.datetime,
) -> Entry:
    """Come in by an invitation, or ask to, where the group wants that.

    It takes one use, the last one from one person only. Members, whoever waits for an
    answer, and the blocked take none.
    """
    group = hold_group(invitation.group_id)
    if group is None:
        return Entry.REFUSED
    standing = standing_in(user, group.pk)
    if standing in _SETTLED:
        return _SETTLED[standing]
    asks = must_ask(invitation, group)
    if asks and standing is Standing.ASKED:
        return Entry.ASKED
    if not _take_use(invitation, now):
        return Entry.REFUSED
    role = Role(invitation.role)
    if asks:
        return _ask_to_join(user, group, role, now=now)
    return join_group(user, group.pk, role, seen=seen, now=now)


def _take_use(invitation: Invitation, now: dt.datetime) -> bool:
    """The row is asked again as it is written: of two at once one gets the last."""
    same = Invitation.objects.filter(pk=invitation.pk, token=invitation.token)
    return bool(working(same, now).update(use_count=F("use_count") + 1))


def _ask_to_join(
    user: User, group: StudyGroup, role: Role, *, now: dt.datetime
) -> Entry:
    JoinRequest.objects.create(user=user, group=group, role=role, asked_at=now)
    owners = Membership.objects.filter(group=group, role=Role.OWNER)
    tell(
        owners.values_list("user_id", flat=True),
        NoticeKind.ASKED,
        about=f"group {group.pk}",
        words=f"asks to join {group.name}",
        path=reverse("group_invites", args=[group.pk]),
        actor=user,
        now=now,
    )
    return Entry.ASKED
