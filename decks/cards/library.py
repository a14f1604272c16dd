"""The public library: what anyone may find and look into."""

from decks.cards.models import Card, Deck, DeckQuerySet

SAMPLE_SIZE = 5


def public_decks() -> DeckQuerySet:
    """Listed decks with at least one card, by title."""
    return Deck.objects.listed().filter(card_count__gt=0).order_by("title", "pk")


def sample_cards(deck: Deck) -> list[Card]:
    """The first five cards: what a stranger sees of a public deck. One statement."""
    return list(Card.objects.filter(deck=deck).in_deck_order()[:SAMPLE_SIZE])
