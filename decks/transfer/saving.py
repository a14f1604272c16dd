"""Save pressed on the import page: what was shown is written, or nothing is."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import LANGUAGE, Deck, How
from decks.cards.writing import Pen, lock_deck
from decks.editing.copy_pairs import check_copies
from decks.groups.deck_news import deck_changed
from decks.study.sessions import enrol
from decks.transfer.carrying_out import carry_out, known_cards
from decks.transfer.drafts import claim
from decks.transfer.formats.parsed import ParsedDeck
from decks.transfer.preview import Choices, Plan, plan_import

LANGUAGE_MAX_CHARACTERS = 35
"""As `Deck.question_lang`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """What somebody pressed Save for: a deck of theirs, or a `title` for a new one.

    `seen` is the mark of the plan that they saw; `form_id` is the form's own.
    """

    user: User
    deck_id: int | None
    title: str
    choices: Choices
    seen: str
    form_id: uuid.UUID

    @property
    def sent_id(self) -> uuid.UUID:
        """The same where the form is sent twice; another where it was filled in anew,
        as somebody does who goes back to it."""
        return uuid.uuid5(self.form_id, f"{self.deck_id} {self.seen} {self.title}")


class SeenOtherwise(Exception):
    """What would be written is not what was shown; nothing was."""


@dataclasses.dataclass(frozen=True, slots=True)
class Saved:
    """The deck that was saved to. `plan` is None where the form was sent before."""

    deck_id: int
    plan: Plan | None

    @property
    def has_written(self) -> bool:
        """Whether any card is new or reads differently."""
        return bool(self.plan and (self.plan.added or self.plan.changed))


TellOf = Callable[[int, int], None]
"""Hears now and then how many cards of how many are written."""


def save_import(parsed: ParsedDeck, wish: Wish, *, now: dt.datetime) -> Saved:
    """Write what was shown, look it through for copies, and tell the deck's groups.

    Raises as `write_import` does.
    """
    saved = write_import(parsed, wish, now=now)
    if saved.has_written:
        check_copies(saved.deck_id, now)
        deck_changed(saved.deck_id, by=wish.user, now=now)
    return saved


@transaction.atomic
def write_import(
    parsed: ParsedDeck,
    wish: Wish,
    *,
    now: dt.datetime,
    tell: TellOf = lambda done, total: None,
) -> Saved:
    """Write what was shown, all or nothing; new cards stand at the deck's end.

    A form that is sent twice saves once, unless the deck that it made was deleted in
    between. Raises SeenOtherwise where the text, the
    choices or the deck are not those that were shown, and Deck.DoesNotExist where the
    deck is not theirs to change any more. Until the transaction ends the deck's other
    editors wait, and with them first ratings of cards that are written.
    """
    claimed, is_first = claim(wish.user, wish.sent_id, now=now)
    if not is_first and _is_there(int(claimed.name)):
        return Saved(int(claimed.name), None)
    deck = _held_deck(wish)
    plan = plan_for(parsed, deck, wish.choices)
    if plan.mark != wish.seen:
        raise SeenOtherwise
    deck = deck or _new_deck(parsed, wish, now)
    count = plan.written_count
    tell(0, count)
    carry_out(
        deck,
        plan,
        Pen(wish.user, now, How.IMPORTED),
        keeps_order=False,
        tell=lambda done: tell(done, count),
    )
    claimed.name = str(deck.pk)
    claimed.save(update_fields=["name"])
    return Saved(deck.pk, plan)


def plan_for(parsed: ParsedDeck, deck: Deck | None, choices: Choices) -> Plan:
    """What saving the text into this deck (None: a new one) would do."""
    known = None if deck is None else known_cards(deck, parsed)
    return plan_import(parsed.cards, known, choices)


def _is_there(deck_id: int) -> bool:
    return Deck.objects.filter(pk=deck_id, deleted_at=None).exists()


def _held_deck(wish: Wish) -> Deck | None:
    if wish.deck_id is None:
        return None
    lock_deck(wish.deck_id)
    return Deck.objects.editable_by(wish.user).get(pk=wish.deck_id)


def _new_deck(parsed: ParsedDeck, wish: Wish, now: dt.datetime) -> Deck:
    deck = Deck.objects.create(
        owner=wish.user,
        title=wish.title,
        description=parsed.description,
        question_lang=_language(parsed.question_lang),
        answer_lang=_language(parsed.answer_lang),
    )
    enrol(wish.user, deck, now=now)
    return deck


def _language(code: str) -> str:
    """The code where it is one, "" for anything else that a file may say."""
    try:
        LANGUAGE(code)
    except ValidationError:
        return ""
    return code if len(code) <= LANGUAGE_MAX_CHARACTERS else ""
