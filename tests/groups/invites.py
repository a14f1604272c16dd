"""Invitations for tests."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress

from decks.groups.joining import Entry, use_invitation
from decks.groups.models import Invitation, Membership, Role, Seen, StudyGroup
from decks.models import User
from tests.factories import NOW, make_user

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def make_invitation(group: StudyGroup, **fields: Any) -> Invitation:
    """A link for members that works for good, unless the fields say else."""
    return Invitation.objects.create(group=group, **{"created_at": NOW, **fields})


def make_mail(group: StudyGroup, email: str, **fields: Any) -> Invitation:
    """An invitation by mail, for one person and two weeks."""
    of_a_mail = {"email": email, "max_uses": 1, "expires_at": NOW + 14 * DAY}
    return make_invitation(group, **{**of_a_mail, **fields})


def confirmed_user(email: str, **fields: Any) -> User:
    """Somebody who has confirmed this address as theirs."""
    user = make_user(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def use(
    user: User, link: Invitation, *, now: dt.datetime = NOW, seen: Seen = Seen.COUNTED
) -> Entry:
    """Come by a link."""
    return use_invitation(user, link, seen=seen, now=now)


def role_of(user: User, group: StudyGroup) -> str | None:
    """What somebody is in a group; None for whoever is not in it."""
    roles = Membership.objects.filter(user=user, group=group)
    return roles.values_list("role", flat=True).first()


def owner_of(group: StudyGroup) -> User:
    """The only owner."""
    return User.objects.get(memberships__group=group, memberships__role=Role.OWNER)
