"""Pressing Save in tests: the plan is looked at, then written."""

import dataclasses
import json
import uuid

from decks.models import Deck, User
from decks.transfer import formats
from decks.transfer.formats import ParsedDeck
from decks.transfer.preview import Choices
from decks.transfer.saving import Saved, Wish, plan_for, save_import
from tests.factories import NOW
from tests.transfer.pages import page


def parsed(*cards: tuple[str, str], title: str = "Rivers") -> ParsedDeck:
    """As pasted: numbered Q and A."""
    return formats.read(page(cards, title=title).encode())


def from_json(*cards: dict[str, str], **head: str) -> ParsedDeck:
    """Our own JSON, read."""
    deck = {"format": "flashcards", "version": 1, "title": "Rivers", **head}
    return formats.read(json.dumps({**deck, "cards": cards}).encode())


def wish_of(
    user: User,
    text: ParsedDeck,
    deck: Deck | None = None,
    choices: Choices | None = None,
    **other,
) -> Wish:
    """What somebody sends who saw the present plan; `other` are fields that differ."""
    choices = choices or Choices()
    wish = Wish(
        user=user,
        deck_id=deck.pk if deck else None,
        title="Rivers",
        choices=choices,
        seen=plan_for(text, deck, choices).mark,
        form_id=uuid.uuid4(),
    )
    return dataclasses.replace(wish, **other)


def save(user, text, deck=None, choices=None, now=NOW) -> Saved:
    return save_import(text, wish_of(user, text, deck, choices), now=now)
