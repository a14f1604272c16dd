"""What becomes of decks whose owner goes."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from decks.cards.models import RESTORABLE_DAYS, Deck

BUILT_IN = "builtin:"
"""How the source keys of decks that ship with the program begin."""


@transaction.atomic
def release_decks(owner_ids: Sequence[int]) -> None:
    """Before these people go: private decks go with them, shared ones stay.

    Nobody else may read a private deck, and without its owner staff could. The shared
    ones lose the key by which an import of their owner would find them. Those that were
    deleted cannot be brought back any more.
    """
    decks = Deck.objects.filter(owner__in=owner_ids)
    decks.filter(visibility=Deck.Visibility.PRIVATE).delete()
    long_ago = F("deleted_at") - dt.timedelta(days=RESTORABLE_DAYS)
    decks.filter(deleted_at__isnull=False).update(deleted_at=long_ago)
    decks.exclude(source_key__startswith=BUILT_IN).update(source_key="")


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
