"""What becomes of decks whose owner goes."""

import datetime as dt
from collections.abc import Sequence

from django.apps import apps
from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from decks.cards.models import RESTORABLE_DAYS, Deck

BUILT_IN = "builtin:"
"""How the source keys of decks that ship with the program begin."""


@transaction.atomic
def release_decks(owner_ids: Sequence[int]) -> None:
    """Before these people go: private decks go with them, shared ones stay.

    Nobody else may read a private deck, and without its owner staff could; but one that
    a study group has goes to somebody of the group. The shared ones lose the key by
    which an import of their owner would find them. Those that were deleted cannot be
    brought back any more. Groups get their new owners first (`release_groups`).
    """
    decks = Deck.objects.filter(owner__in=owner_ids)
    private = decks.filter(visibility=Deck.Visibility.PRIVATE)
    heirs = private.filter(deleted_at=None).annotate(heir=heir_of(owner_ids))
    heirs.filter(heir__isnull=False).update(owner_id=F("heir"), source_key="")
    private.delete()
    long_ago = F("deleted_at") - dt.timedelta(days=RESTORABLE_DAYS)
    decks.filter(deleted_at__isnull=False).update(deleted_at=long_ago)
    decks.exclude(source_key__startswith=BUILT_IN).update(source_key="")


def heir_of(owner_ids: Sequence[int]) -> Subquery:
    """Who of a group that has the deck takes it over: its longest-standing owner.

    Of several groups the one that has had it longest decides. Null where no group has
    it, or nobody else is in one.
    """
    people = apps.get_model("decks", "Membership").objects.filter(
        group__shares__deck=OuterRef("pk")
    )
    owners_first = Case(
        When(role="owner", then=0), When(role="editor", then=1), default=Value(2)
    )
    order = (owners_first, "group__shares__shared_at", "joined_at", "user_id")
    return Subquery(
        people.exclude(user__in=owner_ids).order_by(*order).values("user")[:1]
    )


def forget_source(deck: Deck) -> None:
    """Another owner's import must not find the deck, nor collide with one of theirs."""
    if not deck.source_key.startswith(BUILT_IN):
        deck.source_key = ""


def free_key(deck: Deck) -> bool:
    """A deleted deck gives up its key, so that an import anew does not land in it.

    Not a built-in one, which once deleted is not to come back by itself; then False.
    """
    if deck.source_key.startswith(BUILT_IN):
        return False
    gone = Deck.objects.filter(pk=deck.pk, deleted_at__isnull=False)
    return bool(gone.update(source_key=""))
