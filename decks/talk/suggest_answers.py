"""An editor's answer to a suggestion, carried out under the deck's lock."""

import dataclasses
import datetime as dt

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card, Deck, How
from decks.cards.writing import ChangedMeanwhile, Pen, Sides, add_cards, change_card
from decks.editing.moving import delete_cards
from decks.talk.models import Suggestion
from decks.talk.suggest_access import is_gone, present_deck_id
from decks.talk.suggest_forms import sides_of
from decks.talk.suggesting import Meanwhile, close, hold_open, text_mark

Kind, State = Suggestion.Kind, Suggestion.State


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """Who answers, when, with which word, and what their page had shown.

    `sides` is the text to write where it is not the suggested one. `seen` is the mark
    of the suggested text, `seen_version` the card's; None: the page showed that the
    card is gone, so that the text becomes a new card.
    """

    by: User
    now: dt.datetime
    words: str = ""
    seen: str = ""
    seen_version: int | None = None
    sides: Sides | None = None


@transaction.atomic
def accept(suggestion_id: int, answer: Answer) -> Suggestion:
    """Do what is suggested; the author's name stands in the card's history.

    Raises Meanwhile, Answered, Suggestion.DoesNotExist and Deck.DoesNotExist; then
    nothing is written.
    """
    held = _held_for(suggestion_id, answer.by)
    if answer.seen != text_mark(held):
        raise Meanwhile(
            "Its author changed this suggestion meanwhile. Nothing was accepted: here "
            "it is as it is now."
        )
    if held.kind == Kind.REMOVAL:
        _remove(held, answer)
    else:
        held.card = _write(held, answer)
    is_changed = answer.sides is not None and answer.sides != sides_of(held)
    state = State.CHANGED if is_changed else State.ACCEPTED
    return close(held, state, by=answer.by, now=answer.now, words=answer.words)


@transaction.atomic
def decline(suggestion_id: int, answer: Answer) -> Suggestion:
    """Leave the deck as it is. Raises as `accept`, but for Meanwhile."""
    held = _held_for(suggestion_id, answer.by)
    return close(held, State.DECLINED, by=answer.by, now=answer.now, words=answer.words)


def _held_for(suggestion_id: int, user: User) -> Suggestion:
    """The suggestion, held, where this editor still may answer it."""
    held = hold_open(suggestion_id)
    deck_id = present_deck_id(held)
    if not Deck.objects.editable_by(user).filter(pk=deck_id).exists():
        raise Suggestion.DoesNotExist
    return held


def _write(held: Suggestion, answer: Answer) -> Card:
    """The card with the text that was suggested, or that the editor made of it."""
    sides = answer.sides or sides_of(held)
    pen = Pen(held.author, answer.now, How.SUGGESTED)
    if held.kind == Kind.NEW or (is_gone(held) and answer.seen_version is None):
        return add_cards(held.deck_id, [sides], pen)[0]
    card = _present(held, answer)
    try:
        return change_card(card.pk, sides, pen, seen_version=answer.seen_version or 0)
    except ChangedMeanwhile as change:
        raise Meanwhile(_CHANGED) from change


def _remove(held: Suggestion, answer: Answer) -> None:
    """Into the trash, as editors delete cards; its version must be the seen one."""
    card = _present(held, answer)
    if card.version != answer.seen_version:
        raise Meanwhile(_CHANGED)
    delete_cards(card.deck_id, [card.pk], now=answer.now)


def _present(held: Suggestion, answer: Answer) -> Card:
    if held.card is None or is_gone(held):
        raise Meanwhile("The card was deleted meanwhile. Nothing was done.")
    if answer.seen_version is None:
        raise Meanwhile("The card is back. Nothing was done: here it is as it is now.")
    return held.card


_CHANGED = (
    "The card was changed meanwhile. Nothing was accepted: here is the difference to "
    "the card as it is now."
)
