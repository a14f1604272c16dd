"""Decks that a learner lost while a sitting with them was open.

Whoever is no longer in a group, or whose deck was closed, is told so at the next press;
the sitting goes on with what is left.
"""

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.study.rows import SessionRow

NOT_COUNTED = (
    "You no longer have this deck. Nothing was counted; what you rated before is kept."
)
NOT_CHANGED = (
    "You no longer have this deck. Nothing was changed; what you rated before is kept."
)
CARD_GONE = "That card is no longer here. Nothing was counted."


def why_not_counted(user: User, session: SessionRow, card_id: int) -> str:
    """Why a rating of a card that they may not read was not counted. One statement."""
    is_lost = has_lost_deck(user, session, card_id)
    return NOT_COUNTED if is_lost else CARD_GONE


def has_lost_deck(user: User, session: SessionRow, card_id: int) -> bool:
    """Whether the card lies in a deck of the sitting that they may not read any more.

    Of a card that was deleted, or moved to where the sitting does not go, it is False.
    One statement.
    """
    cards = Card.objects.filter(pk=card_id, deck__in=session.deck_ids)
    return cards.exclude(deck__in=Deck.objects.readable_by(user)).exists()
