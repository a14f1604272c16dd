"""Decks and cards that somebody may change; for everybody else they are not there.

Whoever keeps a deck does with its cards what they like. Somebody whom a group lets edit
it writes, copies and deletes, but takes no card to where its learners cannot follow.
"""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.querysets import DeckQuerySet
from decks.groups.models import GroupDeck


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
    """Where cards of this deck may be copied to: from one that was taken down nowhere,
    or its cards would be public again in another."""
    if deck.taken_down_at is not None:
        return Deck.objects.none()
    decks = Deck.objects.editable_by(user).filter(archived_at=None)
    return decks.exclude(pk=deck.pk).order_by("title", "pk")


def decks_to_move_to(user: User, deck: Deck) -> DeckQuerySet:
    """Where they may be moved to, which takes along what everyone learned of them.

    Whoever does not keep the deck moves its cards only to where all who study them can
    follow: to a deck of the same owner that each of its groups has too, and that is
    public unless this one is private. One more statement than `other_decks`.
    """
    decks = other_decks(user, deck)
    if Deck.objects.kept_by(user).filter(pk=deck.pk).exists():
        return decks
    decks = decks.filter(owner=deck.owner_id)
    if deck.visibility != Deck.Visibility.PRIVATE:
        decks = decks.filter(visibility=Deck.Visibility.PUBLIC)
    there = GroupDeck.objects.filter(
        deck=OuterRef(OuterRef("pk")), group=OuterRef("group")
    )
    missing = GroupDeck.objects.filter(~Exists(there), deck=deck)
    return decks.filter(~Exists(missing))
