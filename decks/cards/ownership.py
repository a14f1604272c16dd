"""What becomes of decks whose owner goes."""

from collections.abc import Sequence

from django.db import transaction

from decks.cards.models import Deck

BUILT_IN = "builtin:"
"""How the source keys of decks that ship with the program begin."""


@transaction.atomic
def release_decks(owner_ids: Sequence[int]) -> None:
    """Before these people go: private decks go with them, shared ones stay.

    Nobody else may read a private deck, and without its owner staff could. The shared
    ones lose the key by which an import of their owner would find them.
    """
    decks = Deck.objects.filter(owner__in=owner_ids)
    decks.filter(visibility=Deck.Visibility.PRIVATE).delete()
    decks.exclude(source_key__startswith=BUILT_IN).update(source_key="")


def forget_source(deck: Deck) -> None:
    """Another owner's import must not find the deck, nor collide with one of theirs."""
    if not deck.source_key.startswith(BUILT_IN):
        deck.source_key = ""
