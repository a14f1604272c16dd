"""Invitations for tests."""

import datetime as dt
import threading
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from decks.groups.invite_mail import invite_by_mail
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


def send(
    client: Client, group: StudyGroup, addresses: str, role: str = "member"
) -> Any:
    """Send the form of mails."""
    given = {"addresses": addresses, "role": role}
    return client.post(reverse("group_invite_mail", args=[group.pk]), given)


def invite(group: StudyGroup, *addresses: str, **more: Any) -> list[Invitation]:
    """Invite by mail, as the only owner unless said otherwise."""
    given = {"role": Role.MEMBER, "now": NOW, **more}
    by = given.pop("by", None) or owner_of(group)
    return invite_by_mail(group, addresses, by=by, **given)


def at_once(*calls: Any) -> list[Any]:
    """Each in a thread with its own connection, begun together."""
    gate, results = threading.Barrier(len(calls)), []

    def run(call: Any) -> None:
        try:
            gate.wait()
            results.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
