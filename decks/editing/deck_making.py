"""Decks that come to be: written anew, or copied from another."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from decks.accounts.models import User
from decks.accounts.study_options import OPTION_NAMES
from decks.cards.models import Deck
from decks.cards.writing import Pen, copy_cards_of
from decks.study.sessions import enrol

_COPY = " (copy)"
_TITLE_MAX_CHARACTERS = 200
_COPIED_SETTINGS = ("description", "question_lang", "answer_lang", *OPTION_NAMES)


@transaction.atomic
def create_deck(
    owner: User, settings: dict[str, Any], *, form_id: uuid.UUID, now: dt.datetime
) -> Deck:
    """The owner's new deck, one of those that they study.

    The same form sent again gives the same deck.
    """
    deck, _ = _made_once(owner, settings, form_id)
    enrol(owner, deck, now=now)
    return deck


@transaction.atomic
def copy_deck(
    original: Deck, owner: User, *, form_id: uuid.UUID, now: dt.datetime
) -> Deck:
    """A private deck of the owner's with the original's cards, tags and order.

    It says where it came from and proposes the same options. The owner studies it. The
    same form sent again gives the same copy. About ten statements, however many cards.
    """
    settings = {name: getattr(original, name) for name in _COPIED_SETTINGS}
    room = _TITLE_MAX_CHARACTERS - len(_COPY)
    settings |= {
        "title": original.title[:room] + _COPY,
        "copied_from": original,
        "copied_from_words": source_words(original),
    }
    copy, is_made = _made_once(owner, settings, form_id)
    if is_made:
        copy_cards_of(original.pk, copy.pk, Pen(by=owner, now=now))
        copy.refresh_from_db(fields=["card_count"])
    enrol(owner, copy, now=now)
    return copy


def source_words(original: Deck) -> str:
    """`AWS Lambda by Ada`: what a copy says of the deck it came from."""
    by = f" by {original.owner.display_name}" if original.owner else ""
    return f"{original.title}{by}"[:400]


def _made_once(
    owner: User, settings: dict[str, Any], form_id: uuid.UUID
) -> tuple[Deck, bool]:
    """The deck that this form made, and whether it did so just now.

    Two at once: the unique key lets one of them make it. If it was deleted since, the
    form is one that came back out of the browser's history and makes another; so it
    does where something else was written into it.
    """
    sent_id = uuid.uuid5(form_id, repr(sorted(settings.items())))
    for key in (f"form:{sent_id}", f"form:{uuid.uuid4()}"):
        deck, is_made = Deck.objects.get_or_create(
            owner=owner, source_key=key, defaults=settings
        )
        if deck.deleted_at is None:
            break
    return deck, is_made
