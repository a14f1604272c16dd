"""Leaving a group, being removed from it, and its end."""

import datetime as dt
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse

from decks.accounts.models import User
from decks.groups.counting import count_anew, hold_memberships
from decks.groups.events import EventKind, note_event
from decks.groups.invitations import hold_group
from decks.groups.models import (
    Block,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    StudyGroup,
)
from decks.groups.roles import (
    HEIR,
    hold_as_owner,
    member_of,
    require_other_owner,
)
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.study.group_options import link_groups


@transaction.atomic
def leave_group(group_id: int, user: User, *, now: dt.datetime) -> None:
    """Somebody goes; what they studied and their own decks stay theirs.

    LastOwner for the only owner, Gone for who is not in it any more.
    """
    hold_group(group_id)
    require_other_owner(member_of(group_id, user.pk))
    _take_out(group_id, user.pk, now=now)
    note_event(group_id, EventKind.LEFT, actor=user, now=now)


@transaction.atomic
def remove_member(
    group_id: int, user_id: int, *, by: User, block: bool, now: dt.datetime
) -> None:
    """Take somebody out, and if asked keep them out. Access ends at once.

    LastOwner for the only owner, Gone where they are not in it any more.
    """
    hold_as_owner(group_id, by)
    require_other_owner(member_of(group_id, user_id))
    _take_out(group_id, user_id, now=now)
    if block:
        Block.objects.get_or_create(
            group_id=group_id, user_id=user_id, defaults={"blocked_at": now}
        )
    note_event(group_id, EventKind.REMOVED, actor=by, person_id=user_id, now=now)


def _take_out(group_id: int, user_id: int, *, now: dt.datetime) -> None:
    """Membership and whatever waits for this person; a link for all stays."""
    hold_memberships([user_id])
    Membership.objects.filter(group=group_id, user=user_id).delete()
    JoinRequest.objects.filter(group=group_id, user=user_id).delete()
    addresses = EmailAddress.objects.filter(user=user_id).values("email")
    mails = Invitation.objects.filter(group=group_id, email__in=addresses)
    mails.filter(turned_off_at=None).update(turned_off_at=now)
    count_anew([user_id], now=now)
    link_groups(user_ids=[user_id])


@transaction.atomic
def unblock(group_id: int, user_id: int, *, by: User) -> bool:
    """Let somebody come in again by an invitation; False where nobody is blocked."""
    hold_as_owner(group_id, by)
    count, _ = Block.objects.filter(group=group_id, user=user_id).delete()
    return bool(count)


@transaction.atomic
def delete_group(group_id: int, *, by: User, now: dt.datetime) -> None:
    """The group goes for everyone; decks, histories and copies stay with their owners.

    Its members are told. A fixed number of statements.
    """
    _end(hold_as_owner(group_id, by), by=by, now=now)


@transaction.atomic
def end_group(group_id: int, *, by: User, now: dt.datetime) -> None:
    """The same by whoever runs the site; a group that is gone already stays gone."""
    if group := hold_group(group_id):
        _end(group, by=by, now=now)


def _end(group: StudyGroup, *, by: User, now: dt.datetime) -> None:
    group_id = group.pk
    members = list(group.memberships.values_list("user_id", flat=True))
    hold_memberships(members)
    group.delete()
    count_anew(members, now=now)
    link_groups(user_ids=members)
    tell(
        members,
        NoticeKind.SHARED,
        about=f"group {group_id}",
        words=f"deleted the group {group.name}. Its decks are no longer shared there.",
        path=reverse("group_list"),
        actor=by,
        now=now,
    )


@transaction.atomic
def release_groups(user_ids: Sequence[int], *, now: dt.datetime) -> None:
    """Before these people go: their groups get another owner, or go where nobody stays.

    Two statements, and four for each group that they alone own. In the transaction in
    which they are deleted: until then the other owners are kept from going.
    """
    theirs = Membership.objects.filter(user__in=user_ids, role=Role.OWNER)
    owned = StudyGroup.objects.filter(pk__in=theirs.values("group"))
    for group in owned.order_by("pk").select_for_update(no_key=True):
        staying = group.memberships.exclude(user__in=user_ids)
        if not staying.filter(role=Role.OWNER).exists():
            _pass_on(group, staying, now=now)


def _pass_on(
    group: StudyGroup, staying: "QuerySet[Membership]", *, now: dt.datetime
) -> None:
    """To whoever has been an editor longest, else a member; to nobody: it goes."""
    editors_first = Case(When(Q(role=Role.EDITOR), then=0), default=Value(1))
    heir = staying.order_by(editors_first, "joined_at", "user_id").first()
    if heir is None:
        group.delete()
        return
    Membership.objects.filter(group=group, user=heir.user_id).update(role=Role.OWNER)
    person_id = heir.user_id
    note_event(
        group.pk, EventKind.ROLE, actor=None, person_id=person_id, words=HEIR, now=now
    )
