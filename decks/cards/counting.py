"""How many cards a deck holds, kept on the deck so that lists need not count."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from decks.cards.models import Card, Deck


def recount(deck_ids: Iterable[int]) -> None:
    """Set `card_count` of these decks to what they hold now. One statement."""
    held = (
        Card.objects.filter(deck=OuterRef("pk"))
        .order_by()
        .values("deck")
        .annotate(held=Count("pk"))
        .values("held")
    )
    Deck.objects.filter(pk__in=list(deck_ids)).update(
        card_count=Coalesce(Subquery(held), 0)
    )
