"""Adding cards one at a time: once for each form, however often it is sent."""

import uuid

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.writing import Pen, Sides, add_cards, lock_deck
from decks.editing.placing import place_after

LAST_SHOWN = 5
_FORM = "form:"


@transaction.atomic
def add_card(
    deck: Deck, sides: Sides, pen: Pen, *, form_id: uuid.UUID
) -> tuple[Card, bool]:
    """The card that this form made, and whether it was made only now.

    A form that came back out of the browser's history with something else in it, or
    whose card was deleted since, makes another.
    """
    lock_deck(deck.pk)
    sent = (sides.question, sides.answer, sides.tags)
    key = f"{_FORM}{uuid.uuid5(form_id, repr(sent))}"
    made = Card.objects.filter(deck=deck, source_key=key).first()
    if made is not None:
        return made, False
    named = Sides(sides.question, sides.answer, sides.tags, source_key=key)
    return add_cards(deck.pk, [named], pen)[0], True


@transaction.atomic
def duplicate_card(card: Card, pen: Pen) -> Card:
    """The same text again, right after the card, new for everybody."""
    lock_deck(card.deck_id)
    sides = Sides(card.question, card.answer, tuple(card.tags))
    (made,) = add_cards(card.deck_id, [sides], pen)
    place_after(card.deck_id, made.pk, card.pk)
    return made


def last_added(user: User, deck: Deck) -> list[Card]:
    """What they added to the deck last, the latest first. One statement."""
    mine = Card.objects.filter(deck=deck, written_by=user)
    return list(mine.order_by("-position", "-pk")[:LAST_SHOWN])
