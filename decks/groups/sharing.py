"""A deck in a group: shared by its keeper, for members to study or editors to edit.

Whoever calls this has looked whether the person may. The group's row is held first, so
that what is decided about it (who is in it, how many decks it has) still holds.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet
from decks.groups.events import EventKind, note_event
from decks.groups.invitations import hold_group
from decks.groups.models import GroupDeck, Membership, StudyGroup
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.study.group_options import link_groups

DECKS_MAX = 500
"""So many decks a group has at most."""


class Full(Exception):
    """The group has DECKS_MAX decks; nothing was shared."""


class NotTheirs(Exception):
    """They are not in that group, or do not keep that deck; nothing was written."""


# --- What is shared with whom --------------------------------------------------------


def shares_of(group: StudyGroup) -> QuerySet[GroupDeck]:
    """The group's shares in order, each with its deck; deleted ones are not there."""
    there = GroupDeck.objects.filter(group=group, deck__deleted_at=None)
    return there.select_related("deck").order_by("position", "pk")


def shares_of_deck(deck: Deck, user: User) -> QuerySet[GroupDeck]:
    """Where the deck is shared, each with its group, `member_count` and `is_mine`:
    whether the user is in that group."""
    inside = Membership.objects.filter(group=OuterRef("group")).order_by()
    counted = inside.values("group").annotate(count=Count("user")).values("count")
    number = Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)
    mine = Exists(Membership.objects.filter(user=user, group=OuterRef("group")))
    shares = GroupDeck.objects.filter(deck=deck)
    shares = shares.annotate(member_count=number, is_mine=mine)
    return shares.select_related("group").order_by("group__name", "group_id")


def groups_without(user: User, deck: Deck) -> QuerySet[StudyGroup]:
    """The user's groups that do not have the deck, by name."""
    has_it = GroupDeck.objects.filter(deck=deck, group=OuterRef("pk"))
    return StudyGroup.objects.of(user).filter(~Exists(has_it)).order_by("name", "pk")


def shareable_by(user: User, group: StudyGroup) -> DeckQuerySet:
    """Decks that they may share with the group and that it does not have, by title."""
    has_it = GroupDeck.objects.filter(group=group, deck=OuterRef("pk"))
    kept = Deck.objects.kept_by(user).filter(~Exists(has_it), archived_at=None)
    kept = kept.filter(taken_down_at=None)
    return kept.order_by("title", "pk")


@dataclasses.dataclass(frozen=True, slots=True)
class SharedWith:
    """A group that has a deck; `is_mine` where the reader is in it."""

    group_id: int
    name: str
    is_mine: bool


def shared_with(user: User, deck_id: int, *, is_kept: bool = False) -> list[SharedWith]:
    """Which groups a reader of the deck may know of: theirs, and whoever keeps it all.

    One statement.
    """
    inside = Membership.objects.filter(user=user, group=OuterRef("group"))
    shares = GroupDeck.objects.filter(deck=deck_id).annotate(is_mine=Exists(inside))
    if not is_kept:
        shares = shares.filter(is_mine=True)
    rows = shares.order_by("group__name", "group_id")
    names = ("group_id", "group__name", "is_mine")
    return [SharedWith(*row) for row in rows.values_list(*names)]


def ever_shared() -> DeckQuerySet:
    """Decks that any group has, or had: what their keepers are not told of members is
    not told of former ones either."""
    has_it = Exists(GroupDeck.objects.filter(deck=OuterRef("pk")))
    return Deck.objects.filter(models.Q(first_shared_at__isnull=False) | has_it)


def is_shared(deck_id: int) -> bool:
    """Whether any group has the deck, or had it. One statement."""
    return ever_shared().filter(pk=deck_id).exists()


def outside_its_groups(learners: QuerySet[Any], deck_id: int) -> QuerySet[Any]:
    """Of rows with a `user`, those of people who are in no group that has the deck."""
    groups = GroupDeck.objects.filter(deck=deck_id).values("group")
    inside = Membership.objects.filter(user=OuterRef("user"), group__in=groups)
    return learners.filter(~Exists(inside))


def member_count_beside(deck_id: int, user: User) -> int:
    """How many others are in the groups that have the deck, whether they study or not.

    Not how many study it: of a few people that would say it of each. One statement.
    """
    groups = GroupDeck.objects.filter(deck=deck_id).values("group")
    others = Membership.objects.filter(group__in=groups).exclude(user=user)
    return others.values("user").distinct().count()


# --- Sharing and no longer sharing ---------------------------------------------------


@transaction.atomic
def share_deck(
    user: User, deck_id: int, group_id: int, *, editors_may_edit: bool, now: dt.datetime
) -> bool:
    """Share a deck that they keep with a group of theirs; False where it was already.

    The deck is held, so that none is shared that is taken down meanwhile. About nine
    statements. Raises NotTheirs and Full.
    """
    group = _held(group_id)
    kept = Deck.objects.kept_by(user).filter(taken_down_at=None)
    deck = kept.select_for_update(no_key=True).filter(pk=deck_id).first()
    if deck is None or not StudyGroup.objects.of(user).filter(pk=group.pk).exists():
        raise NotTheirs
    shares = GroupDeck.objects.filter(group=group)
    if shares.filter(deck=deck).exists():
        return False
    sums = shares.aggregate(count=Count("pk"), last=models.Max("position"))
    if sums["count"] >= DECKS_MAX:
        raise Full
    GroupDeck.objects.create(
        group=group,
        deck=deck,
        editors_may_edit=editors_may_edit,
        position=(sums["last"] or 0) + 1,
        shared_by=user,
        shared_at=now,
    )
    if deck.first_shared_at is None:
        Deck.objects.filter(pk=deck.pk).update(first_shared_at=now)
    _note(group, deck, EventKind.SHARED, by=user, now=now)
    _tell_members(group, deck, EventKind.SHARED, by=user, now=now)
    return True


@transaction.atomic
def unshare_deck(share: GroupDeck, *, by: User | None, now: dt.datetime) -> bool:
    """Take a deck out of a group; False where that was done before.

    Members keep what they learned. What the group knew of its cards is not shown any
    more, but stays, so that no later figure tells of one person (`figures`). `share`
    comes with its group and its deck. About seven statements.
    """
    group = _held(share.group_id)
    gone, _ = GroupDeck.objects.filter(pk=share.pk).delete()
    if not gone:
        return False
    _note(group, share.deck, EventKind.UNSHARED, by=by, now=now)
    _tell_members(group, share.deck, EventKind.UNSHARED, by=by, now=now)
    return True


@transaction.atomic
def withdraw_deck(deck: Deck, *, now: dt.datetime) -> None:
    """Take a deck that is taken down out of all its groups.

    Their members are not told: whoever takes it down says why. Three statements for
    each group.
    """
    for share in GroupDeck.objects.filter(deck=deck).select_related("group"):
        share.delete()
        _note(share.group, deck, EventKind.TAKEN_DOWN, by=None, now=now)


def _held(group_id: int) -> StudyGroup:
    group = hold_group(group_id)
    if group is None:
        raise NotTheirs
    return group


_WORDS = {
    EventKind.SHARED: "shared {deck} with {group}",
    EventKind.UNSHARED: "no longer shares {deck} with {group}. Your progress is kept.",
}


def _note(
    group: StudyGroup,
    deck: Deck,
    kind: EventKind,
    *,
    by: User | None,
    now: dt.datetime,
) -> None:
    """Options and the group's activity follow."""
    link_groups(deck_ids=[deck.pk])
    note_event(group.pk, kind, actor=by, deck_id=deck.pk, words=deck.title, now=now)


def _tell_members(
    group: StudyGroup,
    deck: Deck,
    kind: EventKind,
    *,
    by: User | None,
    now: dt.datetime,
) -> None:
    is_there = kind == EventKind.SHARED
    page, about = ("deck", deck.pk) if is_there else ("group", group.pk)
    title = Truncator(deck.title).chars(150)
    members = Membership.objects.filter(group=group).values_list("user_id", flat=True)
    tell(
        members,
        NoticeKind.SHARED,
        about=f"{kind} {group.pk} {deck.pk}",
        words=_WORDS[kind].format(deck=title, group=group.name),
        path=reverse(page, args=[about]),
        actor=by,
        now=now,
    )


def set_rights(share: GroupDeck, *, editors_may_edit: bool) -> None:
    """Let the group's editors edit the deck, or no longer. One statement."""
    GroupDeck.objects.filter(pk=share.pk).update(editors_may_edit=editors_may_edit)


# --- Order ---------------------------------------------------------------------------

_PLACE = """
    UPDATE decks_groupdeck AS s SET position = o.position
    FROM unnest(%s::bigint[], %s::integer[]) AS o(id, position)
    WHERE o.id = s.id AND s.position <> o.position
"""


@transaction.atomic
def step_share(group_id: int, deck_id: int, by: int) -> int | None:
    """Move a deck so many places down the group's list (up where negative).

    Its number then, from 1, or None where it is not (any more) there. Three statements.
    """
    _held(group_id)
    shares = GroupDeck.objects.filter(group=group_id).order_by("position", "pk")
    rows = list(shares.values_list("pk", "deck_id", "deck__deleted_at"))
    # Deleted decks are not seen and not stepped over: they come last.
    seen = [(pk, deck) for pk, deck, deleted_at in rows if deleted_at is None]
    hidden = [pk for pk, _, deleted_at in rows if deleted_at is not None]
    old = next((at for at, (_, deck) in enumerate(seen) if deck == deck_id), None)
    if old is None:
        return None
    new = min(max(old + by, 0), len(seen) - 1)
    seen.insert(new, seen.pop(old))
    _number([*(pk for pk, _ in seen), *hidden])
    return new + 1


def _number(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [list(ids), list(range(1, len(ids) + 1))])
