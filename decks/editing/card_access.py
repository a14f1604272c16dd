"""Decks and cards that somebody may change; for everybody else they are not there."""

from django.shortcuts import get_object_or_404

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.querysets import DeckQuerySet


def deck_or_404(user: User, deck_id: int) -> Deck:
    """The deck where they may change it. Raises Http404."""
    deck: Deck = get_object_or_404(Deck.objects.editable_by(user), pk=deck_id)
    return deck


def card_or_404(user: User, card_id: int) -> Card:
    """The card, with its deck, where they may change it. Raises Http404."""
    cards = Card.objects.filter(deck__in=Deck.objects.editable_by(user))
    card: Card = get_object_or_404(cards.select_related("deck"), pk=card_id)
    return card


def other_decks(user: User, deck: Deck) -> DeckQuerySet:
    """Where cards of this deck may be moved or copied to."""
    decks = Deck.objects.editable_by(user).filter(archived_at=None)
    return decks.exclude(pk=deck.pk).order_by("title", "pk")
