"""The block "Invite" of a group's page (`templates/groups/_invite.html`)."""

import dataclasses
import datetime as dt

from decks.accounts.models import User
from decks.groups.invitations import links_of, working
from decks.groups.models import Invitation, StudyGroup


@dataclasses.dataclass(frozen=True)
class InviteBox:
    """`link` is the newest that works; only owners get one, and whether there is."""

    is_owner: bool
    link: Invitation | None
    needs_approval: bool


def invite_box(user: User, group: StudyGroup, *, now: dt.datetime) -> InviteBox:
    """What somebody in the group sees of its invitations. At most two statements."""
    is_owner = StudyGroup.objects.run_by(user).filter(pk=group.pk).exists()
    link = working(links_of(group.pk), now).first() if is_owner else None
    return InviteBox(is_owner, link, group.needs_approval)
