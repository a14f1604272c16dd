"""Groups and the people in them, as pages list them."""

import dataclasses
import datetime as dt

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.asking import asked_to_join
from decks.groups.invitations import invitations_to
from decks.groups.models import (
    Block,
    GroupDeck,
    Invitation,
    JoinRequest,
    Membership,
    StudyGroup,
)

BESIDE_MAX = 50
"""So many who wait or are blocked stand beside the members at once."""


def groups_of(user: User) -> QuerySet[Membership]:
    """Somebody's groups by name, as their memberships with `group`.

    Each with `member_count` and `deck_count`, of the decks that are there to be read.
    Evaluated, one statement.
    """
    members = Membership.objects.filter(group=OuterRef("group"))
    decks = GroupDeck.objects.filter(group=OuterRef("group"), deck__deleted_at=None)
    mine = Membership.objects.filter(user=user).select_related("group")
    counted = mine.annotate(member_count=_count(members), deck_count=_count(decks))
    return counted.order_by("group__name", "group_id")


def _count(rows: "QuerySet[Membership] | QuerySet[GroupDeck]") -> Coalesce:
    counts = rows.order_by().values("group").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: invitations for somebody's answer, requests for an owner's."""

    invited: list[Invitation]
    requests: list[JoinRequest]


def waiting_for(user: User, *, now: dt.datetime) -> Waiting:
    """Two statements. Of several invitations to a group the latest is shown."""
    latest: dict[int, Invitation] = {}
    for invitation in invitations_to(user, now):
        latest.setdefault(invitation.group_id, invitation)
    asked = JoinRequest.objects.filter(user=user).select_related("group")
    return Waiting(list(latest.values()), list(asked.order_by("asked_at", "pk")))


def members_named(group: StudyGroup, text: str) -> QuerySet[Membership]:
    """The group's people whose name has this text, in the order they joined."""
    people = group.memberships.select_related("user")
    if text:
        people = people.filter(user__display_name__icontains=text)
    return people.order_by("joined_at", "user_id")


@dataclasses.dataclass(frozen=True, slots=True)
class Outside:
    """Who waits to be let in and who is kept out: the first of each, and how many."""

    asked: list[JoinRequest]
    asked_count: int
    blocked: list[Block]
    blocked_count: int

    @property
    def more_asked(self) -> int:
        """How many wait beside those here."""
        return self.asked_count - len(self.asked)

    @property
    def more_blocked(self) -> int:
        """How many are blocked beside those here."""
        return self.blocked_count - len(self.blocked)


def outside_of(group: StudyGroup, text: str) -> Outside:
    """For owners; people whose name has this text. Four statements."""
    asked = asked_to_join(group.pk)
    blocked = Block.objects.filter(group=group).select_related("user")
    blocked = blocked.order_by("-blocked_at", "-pk")
    if text:
        asked = asked.filter(user__display_name__icontains=text)
        blocked = blocked.filter(user__display_name__icontains=text)
    return Outside(
        list(asked[:BESIDE_MAX]),
        asked.count(),
        list(blocked[:BESIDE_MAX]),
        blocked.count(),
    )


def decks_shared_by(user: User, group: StudyGroup) -> list[Deck]:
    """Somebody's own decks that the group has, by title."""
    own = Deck.objects.filter(owner=user, shares__group=group, deleted_at=None)
    return list(own.order_by("title", "pk"))
