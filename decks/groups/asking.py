"""Those who wait to be let in, and the owner's word."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from decks.accounts.models import User
from decks.groups.invitations import hold_group
from decks.groups.joining import Entry, join_group
from decks.groups.models import Block, JoinRequest, Role, Seen, StudyGroup
from decks.notices.models import NoticeKind
from decks.notices.telling import tell


def asked_to_join(group_id: int) -> QuerySet[JoinRequest]:
    """Who waits, longest first, with their names."""
    waiting = JoinRequest.objects.filter(group=group_id).select_related("user")
    return waiting.order_by("asked_at", "pk")


def withdraw_request(user: User, group_id: int) -> None:
    """Ask no longer."""
    JoinRequest.objects.filter(user=user, group=group_id).delete()


@transaction.atomic
def let_in(
    group_id: int, user_id: int, *, by: User, now: dt.datetime
) -> JoinRequest | None:
    """Let somebody in who asked, and tell them; None where nobody waits any more.

    They have not said yet what the group may see, so it sees nothing until they do.
    """
    group, request = _held(group_id, user_id)
    if group is None or request is None:
        return None
    role = Role(request.role)
    entry = join_group(request.user, group_id, role, seen=Seen.HIDDEN, now=now)
    if entry is not Entry.JOINED:
        return None
    tell(
        [user_id],
        NoticeKind.INVITED,
        about=f"group {group_id}",
        words=f"let you into {group.name}",
        path=reverse("group", args=[group_id]),
        actor=by,
        now=now,
    )
    return request


@transaction.atomic
def say_no(
    group_id: int, user_id: int, *, blocks: bool, now: dt.datetime
) -> JoinRequest | None:
    """Do not let them in, and tell them without saying who; None if nobody waits.

    `blocks`: whatever invitation they come with, from now on it does not work.
    """
    group, request = _held(group_id, user_id)
    if group is None or request is None:
        return None
    JoinRequest.objects.filter(pk=request.pk).delete()
    if blocks:
        block = Block(group=group, user_id=user_id, blocked_at=now)
        Block.objects.bulk_create([block], ignore_conflicts=True)
    tell(
        [user_id],
        NoticeKind.INVITED,
        about=f"group {group_id}",
        words=f"did not let you into {group.name}",
        path=reverse("group_list"),
        actor=None,
        now=now,
    )
    return request


def _held(group_id: int, user_id: int) -> tuple[StudyGroup | None, JoinRequest | None]:
    """The group, held, and who waits; of two owners at once the second finds nobody."""
    return hold_group(group_id), asked_to_join(group_id).filter(user=user_id).first()
