"""What will become of what somebody owns, said before their account ends."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.ownership import heir_of
from decks.groups.leaving import release_groups
from decks.groups.models import Membership, Role, StudyGroup
from decks.study.models import Enrolment, Review


@dataclasses.dataclass(frozen=True, slots=True)
class Thing:
    """A deck or a group; `other_count` people have it, `heir` gets it ("": nobody)."""

    name: str
    other_count: int
    heir: str
    is_private: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Outlook:
    """What there is of theirs; each list in the order of names."""

    decks: list[Thing]
    groups: list[Thing]
    rating_count: int

    @property
    def passed_on(self) -> list[Thing]:
        """Decks that somebody of a group takes over."""
        return [deck for deck in self.decks if deck.is_private and deck.heir]

    @property
    def ownerless(self) -> list[Thing]:
        """Decks that stay, without an owner."""
        return [deck for deck in self.decks if not deck.is_private]

    @property
    def lost(self) -> list[Thing]:
        """Decks that go."""
        return [deck for deck in self.decks if deck.is_private and not deck.heir]

    @property
    def groups_passed_on(self) -> list[Thing]:
        """Groups that get another owner."""
        return [group for group in self.groups if group.heir]

    @property
    def groups_lost(self) -> list[Thing]:
        """Groups that go."""
        return [group for group in self.groups if not group.heir]


def outlook_of(*users: User, now: dt.datetime) -> Outlook:
    """What the end of these accounts, all at once, would do.

    The groups are passed on as they would be, looked at, and left as they were. Six
    statements, and seven for each group that nobody else owns.
    """
    going = [user.pk for user in users]
    with transaction.atomic():
        alone = list(_owned_alone(going))
        release_groups(going, now=now)
        decks = _decks(going)
        groups = [_group(group, going) for group in alone]
        transaction.set_rollback(True)
    return Outlook(decks, groups, Review.objects.filter(user__in=going).count())


def _decks(going: Sequence[int]) -> list[Thing]:
    owned = Deck.objects.filter(owner__in=going, deleted_at=None)
    in_order = owned.order_by("title", "pk").annotate(heir=heir_of(going))
    found: list[Any] = list(in_order)
    learners = Enrolment.objects.filter(deck__in=found).exclude(user__in=going)
    counts = dict(learners.values_list("deck").annotate(number=Count("user")))
    heirs = User.objects.in_bulk({deck.heir for deck in found} - {None})
    return [
        Thing(
            deck.title,
            counts.get(deck.pk, 0),
            heirs[deck.heir].display_name if deck.heir else "",
            deck.visibility == Deck.Visibility.PRIVATE,
        )
        for deck in found
    ]


def _owned_alone(going: Sequence[int]) -> "QuerySet[StudyGroup]":
    """The groups of which nobody who stays is an owner."""
    owners = Membership.objects.filter(role=Role.OWNER)
    shared = owners.exclude(user__in=going).values("group")
    alone = owners.filter(user__in=going).exclude(group__in=shared)
    return StudyGroup.objects.filter(pk__in=alone.values("group")).order_by("name")


def _group(group: StudyGroup, going: Sequence[int]) -> Thing:
    """Within the transaction that has passed it on, or deleted it."""
    others = Membership.objects.filter(group=group.pk).exclude(user__in=going)
    heir = others.filter(role=Role.OWNER).select_related("user").first()
    return Thing(group.name, others.count(), heir.user.display_name if heir else "")
