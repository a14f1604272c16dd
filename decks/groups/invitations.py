"""Invitations: which let in, whose they are, what an owner changes about them."""

import datetime as dt
from typing import Final

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from decks.accounts.models import User
from decks.groups.models import (
    Block,
    Invitation,
    Membership,
    Role,
    StudyGroup,
    new_token,
)

Invitations = QuerySet[Invitation]

LINKS_AT_ONCE: Final = 50
"""So many links of a group work at the same time, not more."""


class State(models.TextChoices):
    """Whether an invitation lets in, and why not."""

    WORKS = "works", "Works"
    EXPIRED = "expired", "Expired"
    USED_UP = "used_up", "Used up"
    OFF = "off", "Turned off"


def state_of(invitation: Invitation, now: dt.datetime) -> State:
    """Of several reasons the one that somebody gave first, then that of its uses."""
    if invitation.turned_off_at is not None:
        return State.OFF
    most = invitation.max_uses
    if most is not None and invitation.use_count >= most:
        return State.USED_UP
    ends_at = invitation.expires_at
    return State.WORKS if ends_at is None or now < ends_at else State.EXPIRED


def working(invitations: Invitations, now: dt.datetime) -> Invitations:
    """Those of which `state_of` says that they work."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=now)
    has_uses = Q(max_uses=None) | Q(use_count__lt=F("max_uses"))
    return invitations.filter(in_time, has_uses, turned_off_at=None)


def addressed_to(user: User) -> Invitations:
    """All mails' invitations to the addresses that somebody has confirmed as theirs."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    # Without the links, which are not in the index of addresses.
    mails = Invitation.objects.exclude(email="")
    return mails.filter(email__in=confirmed.values("email"))


def invitations_to(user: User, now: dt.datetime) -> Invitations:
    """What somebody may still accept, the latest first, with their groups.

    Nothing from groups that they are in or that have blocked them. Evaluated, one
    statement.
    """
    here = {"user": user, "group": OuterRef("group")}
    open_ones = working(addressed_to(user), now).filter(
        ~Exists(Membership.objects.filter(**here)),
        ~Exists(Block.objects.filter(**here)),
    )
    return open_ones.select_related("group", "invited_by").order_by("-pk")


def links_of(group_id: int) -> Invitations:
    """A group's links, the latest first; mails are not among them."""
    links = Invitation.objects.filter(group=group_id, email="")
    return links.select_related("invited_by").order_by("-pk")


def mails_of(group_id: int) -> Invitations:
    """A group's mails, the latest first."""
    mails = Invitation.objects.filter(group=group_id).exclude(email="")
    return mails.select_related("invited_by").order_by("-pk")


def hold_group(group_id: int) -> StudyGroup | None:
    """The group, its row locked to the end of the transaction; None once deleted.

    Whoever changes who is in a group holds it first.
    """
    groups = StudyGroup.objects.select_for_update(no_key=True)
    return groups.filter(pk=group_id).first()


@transaction.atomic
def make_link(
    group_id: int,
    *,
    role: Role,
    lasts: dt.timedelta | None,
    max_uses: int | None,
    by: User,
    now: dt.datetime,
) -> Invitation | None:
    """A new link; None where so many work already that one has to be turned off first.

    Raises ValueError for an owner's role: nobody becomes an owner by a link.
    """
    if role == Role.OWNER:
        raise ValueError("A link never makes an owner.")
    if hold_group(group_id) is None:
        return None
    if working(links_of(group_id), now).count() >= LINKS_AT_ONCE:
        return None
    return Invitation.objects.create(
        group_id=group_id,
        role=role,
        expires_at=None if lasts is None else now + lasts,
        max_uses=max_uses,
        invited_by=by,
        created_at=now,
    )


def turn_off(invitation: Invitation, *, now: dt.datetime) -> None:
    """It lets in nobody more. Once off it stays so, with the time of the first time."""
    still_on = Invitation.objects.filter(pk=invitation.pk, turned_off_at=None)
    still_on.update(turned_off_at=now)


def replace_token(invitation: Invitation, *, now: dt.datetime) -> bool:
    """Give a link that works another address, its old one leads nowhere; else False.

    Role, end and uses stay: it is the same link for whoever is told of it anew.
    """
    link = Invitation.objects.filter(pk=invitation.pk, email="")
    return bool(working(link, now).update(token=new_token()))


def change_role(invitation: Invitation, role: Role) -> None:
    """What whoever comes by it from now on may do. Those who came keep their role.

    Raises ValueError for an owner's role.
    """
    if role == Role.OWNER:
        raise ValueError("A link never makes an owner.")
    Invitation.objects.filter(pk=invitation.pk).update(role=role)
