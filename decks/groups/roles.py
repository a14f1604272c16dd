"""Who may do what in a group, and that it always has an owner.

Whatever touches who is in a group, or as what, holds the group's row first.
"""

import datetime as dt

from django.db import transaction

from decks.accounts.models import User
from decks.groups.events import EventKind, note_event
from decks.groups.invitations import hold_group
from decks.groups.models import Membership, Role, StudyGroup


class LastOwner(Exception):
    """The group would be left without an owner."""


class Gone(Exception):
    """The group, the person in it or one's right to do this went meanwhile."""


HEIR = "heir"
"""In the activity, of who became the owner because no other was left."""


def role_words(role: Role) -> str:
    """`an owner`, `a member`."""
    word = str(role.label).lower()
    return f"{'a' if role == Role.MEMBER else 'an'} {word}"


def hold_as_owner(group_id: int, owner: User) -> StudyGroup:
    """The group, locked until the transaction ends, for one of its owners.

    Gone for whoever is none by now: it may be another owner who held it. Two
    statements.
    """
    group = hold_group(group_id)
    if group is None or member_of(group_id, owner.pk).role != Role.OWNER:
        raise Gone
    return group


def member_of(group_id: int, user_id: int) -> Membership:
    """Somebody's row in a group that is held; Gone if they are not in it."""
    row = Membership.objects.filter(group=group_id, user=user_id).first()
    if row is None:
        raise Gone
    return row


def require_other_owner(row: Membership) -> None:
    """LastOwner if this is the only owner's row."""
    if row.role == Role.OWNER and not other_owners(row):
        raise LastOwner


def other_owners(row: Membership) -> bool:
    """Whether somebody else owns the group too."""
    owners = Membership.objects.filter(group=row.group_id, role=Role.OWNER)
    return owners.exclude(user=row.user_id).exists()


@transaction.atomic
def change_role(
    group_id: int, user_id: int, role: str, *, by: User, now: dt.datetime
) -> None:
    """Let somebody be owner, editor or member; the same again does nothing.

    LastOwner where the only owner would step down.
    """
    hold_as_owner(group_id, by)
    row = member_of(group_id, user_id)
    if row.role == role:
        return
    require_other_owner(row)
    Membership.objects.filter(group=group_id, user=user_id).update(role=role)
    note_event(
        group_id, EventKind.ROLE, actor=by, person_id=user_id, words=role, now=now
    )
