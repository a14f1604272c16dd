"""Who of some people may still read a deck."""

from collections.abc import Iterable

from django.db.models import IntegerField, Value

from decks.accounts.models import User
from decks.cards.models import Deck


def readers_among(deck_id: int, people: Iterable[User]) -> list[int]:
    """The ids of those who may. One statement, which grows with them: a few dozen."""
    asked = [
        Deck.objects.readable_by(person)
        .filter(pk=deck_id)
        .order_by()
        .annotate(reader=Value(person.pk, output_field=IntegerField()))
        .values_list("reader", flat=True)
        for person in people
    ]
    if not asked:
        return []
    first, *others = asked
    return sorted(first.union(*others, all=True) if others else first)
