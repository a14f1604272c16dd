"""A card that was rated, for the tests of its page."""

from decks.models import Card, Deck, User
from decks.progress.card_page import CardProgress, card_progress
from tests.factories import NOW
from tests.study.sittings import DAY, cards_of, rate, start


def rated(user: User, deck: Deck, *days_and_levels: tuple[float, int]) -> Card:
    """The deck's first card, rated so many days after NOW."""
    card = cards_of(deck)[0]
    for seen, (days, level) in enumerate(days_and_levels):
        now = NOW + days * DAY
        rate(user, start(user, deck, now=now), card, level, seen=seen, now=now)
    return card


def progress(user: User, card: Card, *, days: float = 0) -> CardProgress:
    card = Card.objects.select_related("deck").get(pk=card.pk)
    return card_progress(user, card, now=NOW + days * DAY)
