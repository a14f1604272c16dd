"""Suggesting something for a deck, and going on with what one suggested."""

import dataclasses
import datetime as dt
import hashlib
import uuid

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.writing import Sides, lock_deck
from decks.talk.models import Suggestion
from decks.talk.suggest_access import present_deck_id

OPEN_MAX = 50
"""So many suggestions of one person may be open in a deck."""

OPEN_SHOWN = 5

EMPTY = Sides("")


class TooManyOpen(Exception):
    """OPEN_MAX of theirs wait in this deck; nothing was written."""


class Answered(Exception):
    """It is not open any more; nothing was written. `suggestion` says by whom."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(f"Suggestion {suggestion.pk} is {suggestion.state}.")
        self.suggestion = suggestion


class Meanwhile(Exception):
    """Something is not as the page showed it; nothing was written. It says what."""


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What somebody suggests: `card_id` None for a new card, `sides` EMPTY for a
    removal, `seen_version` the card's version that they saw."""

    kind: Suggestion.Kind
    deck_id: int
    reason: str
    card_id: int | None = None
    seen_version: int | None = None
    sides: Sides = EMPTY
    is_together: bool = False


@transaction.atomic
def suggest(
    user: User, draft: Draft, *, form_id: uuid.UUID, now: dt.datetime
) -> tuple[Suggestion, bool]:
    """The suggestion that this form made, and whether it was made only now.

    A form out of the browser's history with something else in it makes another. Raises
    TooManyOpen, and Card.DoesNotExist where the card lies in this deck no more. Five
    statements.
    """
    lock_deck(draft.deck_id)
    key = uuid.uuid5(form_id, repr((user.pk, dataclasses.astuple(draft))))
    made = Suggestion.objects.filter(form_id=key).first()
    if made is not None:
        return made, False
    version = _seen_version(draft)
    waiting = Suggestion.objects.filter(
        deck=draft.deck_id, state=Suggestion.State.OPEN, author=user
    )
    if waiting.count() >= OPEN_MAX:
        raise TooManyOpen
    return _made(user, draft, version, key, now), True


def _seen_version(draft: Draft) -> int | None:
    """The version that was seen, never one that is not there yet."""
    if draft.card_id is None:
        return None
    there = Card.objects.only("version").get(pk=draft.card_id, deck=draft.deck_id)
    return min(draft.seen_version or there.version, there.version)


def _made(
    user: User, draft: Draft, version: int | None, key: uuid.UUID, now: dt.datetime
) -> Suggestion:
    made: Suggestion = Suggestion.objects.create(
        deck_id=draft.deck_id,
        card_id=draft.card_id,
        kind=draft.kind,
        question=draft.sides.question,
        answer=draft.sides.answer,
        tags=list(draft.sides.tags),
        card_version=version,
        reason=draft.reason,
        is_together=draft.is_together,
        author=user,
        form_id=key,
        created_at=now,
    )
    return made


# --- What is open goes on -------------------------------------------------------------


def text_mark(suggestion: Suggestion) -> str:
    """Another one whenever its author gave it another text."""
    text = (suggestion.question, suggestion.answer, list(suggestion.tags))
    return hashlib.sha256(repr(text).encode()).hexdigest()[:16]


def hold_open(suggestion_id: int) -> Suggestion:
    """An open suggestion with its card and author; its deck's row and its own are held.

    Raises Answered; and Suggestion.DoesNotExist or Deck.DoesNotExist where it went, or
    went with its card to another deck while this waited.
    """
    rows = Suggestion.objects.select_related("card", "author", "answered_by")
    deck_id = present_deck_id(rows.get(pk=suggestion_id))
    lock_deck(deck_id)
    held = rows.select_for_update(no_key=True, of=("self",)).get(pk=suggestion_id)
    if present_deck_id(held) != deck_id:
        raise Suggestion.DoesNotExist
    if held.state != Suggestion.State.OPEN:
        raise Answered(held)
    return held


@transaction.atomic
def change_suggestion(
    suggestion_id: int,
    sides: Sides | None,
    reason: str,
    *,
    seen: str,
    seen_version: int,
) -> Suggestion:
    """Give it another text (None: a removal has none) and reason.

    `seen` is the mark of the text that its author saw, `seen_version` the card's
    version that they saw now. Raises Meanwhile, and as `hold_open`.
    """
    held = hold_open(suggestion_id)
    if seen != text_mark(held):
        raise Meanwhile(
            "You changed this in another tab or on another device. What you typed here "
            "is below; sending it writes over the other text."
        )
    held.reason = reason
    if sides is not None:
        held.question, held.answer = sides.question, sides.answer
        held.tags = list(sides.tags)
    if held.card is not None and seen_version:
        held.card_version = min(seen_version, held.card.version)
    held.save(update_fields=["question", "answer", "tags", "reason", "card_version"])
    return held


@transaction.atomic
def withdraw(suggestion_id: int, *, by: User, now: dt.datetime) -> Suggestion:
    """Its author takes it back. Raises as `hold_open`."""
    return close(hold_open(suggestion_id), Suggestion.State.WITHDRAWN, by=by, now=now)


def close(
    held: Suggestion,
    state: Suggestion.State,
    *,
    by: User,
    now: dt.datetime,
    words: str = "",
) -> Suggestion:
    """Write the answer on a suggestion that the caller holds. One statement."""
    held.state, held.answered_by, held.answered_at = state, by, now
    held.answer_words = words
    fields = ["state", "answered_by", "answered_at", "answer_words", "card"]
    held.save(update_fields=fields)
    return held


def waiting_count(deck: Deck) -> int:
    """How many suggestions are open in this deck. One statement."""
    return Suggestion.objects.filter(deck=deck, state=Suggestion.State.OPEN).count()


def open_for(card: Card) -> list[Suggestion]:
    """What is open for this card, the latest OPEN_SHOWN. One statement."""
    found = Suggestion.objects.filter(card=card, state=Suggestion.State.OPEN)
    return list(found.select_related("author").order_by("-pk")[:OPEN_SHOWN])
