"""Suggestions that somebody may read or change; for everybody else they are not there.

The deck that counts is the one in which the card lies now: whoever may read it there
reads the suggestion, whoever may edit it there answers.
"""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.talk.models import Suggestion


def present_deck_id(suggestion: Suggestion) -> int:
    """Where the card lies; of a new, deleted or purged one the deck it was made for."""
    card = suggestion.card
    is_there = card is not None and card.deleted_at is None
    return card.deck_id if card is not None and is_there else suggestion.deck_id


def is_gone(suggestion: Suggestion) -> bool:
    """Whether it is about a card that was deleted, for now or for good."""
    if suggestion.kind == Suggestion.Kind.NEW:
        return False
    return suggestion.card is None or suggestion.card.deleted_at is not None


def readable_deck_or_404(user: User, deck_id: int) -> Any:
    """The deck, annotated with `may_edit`. Raises Http404."""
    editable = Deck.objects.editable_by(user).filter(pk=OuterRef("pk"))
    readable = Deck.objects.readable_by(user).annotate(may_edit=Exists(editable))
    return get_object_or_404(readable, pk=deck_id)


def readable_card(user: User, card_id: int) -> Card | None:
    """The card with its deck, None where they may not read it or it was deleted."""
    cards = Card.objects.filter(deck__in=Deck.objects.readable_by(user))
    return cards.select_related("deck").filter(pk=card_id).first()


def suggestion_or_404(user: User, suggestion_id: int) -> Suggestion:
    """The suggestion with its people; its `deck` is the present one, with `may_edit`.

    Two statements. Raises Http404.
    """
    rows = Suggestion.objects.select_related("card", "author", "answered_by")
    suggestion: Suggestion = get_object_or_404(rows, pk=suggestion_id)
    suggestion.deck = readable_deck_or_404(user, present_deck_id(suggestion))
    return suggestion


def own_suggestion_or_404(user: User, suggestion_id: int) -> Suggestion:
    """The same, where it is their own. Raises Http404."""
    suggestion = suggestion_or_404(user, suggestion_id)
    if suggestion.author_id != user.pk:
        raise Http404
    return suggestion


def deck_of_gone_card(user: User, card_id: int, deck_id: int | None) -> Deck:
    """Where a card was that this reader had before them a moment ago.

    It lies in the trash of a deck of theirs, or the form names the deck it was in.
    Raises Http404 where they may read neither.
    """
    readable = Deck.objects.readable_by(user)
    trashed = Card.objects.filter(pk=card_id, deck__trash_of__in=readable)
    card = trashed.select_related("deck__trash_of").first()
    if card is not None and card.deck.trash_of is not None:
        return card.deck.trash_of
    deck: Deck = get_object_or_404(readable, pk=deck_id or 0)
    return deck
