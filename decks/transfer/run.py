"""Writing a parsed deck: created, updated in place, or found unchanged.

The command (`import_cards`) and the page (`save_import`) write by the same plan.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from decks.accounts.models import User
from decks.cards.models import LANGUAGE, Card, Deck, How
from decks.cards.ownership import BUILT_IN, free_key
from decks.cards.writing import Pen, Sides, add_cards, lock_deck, write_texts
from decks.editing.deck_changing import change_deck
from decks.editing.moving import delete_cards
from decks.study.sessions import enrol
from decks.transfer.card_keys import key_of
from decks.transfer.drafts import claim
from decks.transfer.formats.parsed import (
    TITLE_MAX_CHARACTERS,
    NotADeck,
    ParsedCard,
    ParsedDeck,
)
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Choices, Kind, Plan, plan_import

LANGUAGE_MAX_CHARACTERS = 35
"""As `Deck.question_lang`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """Where the cards go: a deck of `owner` (None: the site's) found by `source_key`.

    `title`, `description` and `visibility` are those of a new deck. An existing one
    keeps its own, but for a `visibility` that is asked for.
    """

    source_key: str
    title: str
    owner: User | None = None
    description: str = ""
    visibility: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. `missing` are the deck's cards that the text lacks: kept."""

    deck_id: int
    title: str
    created: int
    updated: int
    unchanged: int
    missing: tuple[KnownCard, ...]

    @property
    def changed_nothing(self) -> bool:
        return not (self.created or self.updated)


def file_target(
    parsed: ParsedDeck, *, owner: User | None, title: str, visibility: str
) -> Target:
    """The target of an imported file: found again by the title it came with.

    Raises NotADeck for a text without a title, or with one that is too long.
    """
    title = title.strip() or parsed.title
    if not title:
        raise NotADeck("line 1", "The text has no title. Give one with --title.")
    if len(title) > TITLE_MAX_CHARACTERS:
        what = f"The title has {len(title):,} characters, {TITLE_MAX_CHARACTERS} fit."
        raise NotADeck("line 1", f"{what} Give a shorter one with --title.")
    key = f"title:{title}"
    return Target(key, title, owner=owner, visibility=visibility)


@transaction.atomic
def import_cards(
    parsed: ParsedDeck, target: Target, *, now: dt.datetime, fingerprint: str = ""
) -> ImportSummary:
    """Bring the deck's cards to the text and its order, all or nothing.

    Cards are updated in place, so what was learned stays; cards that the text lacks
    are reported, not deleted; unchanged ones are not written. The deck's row is locked:
    two imports at once come one after the other.
    """
    deck = _locked_deck(target)
    known = known_cards(deck, parsed)
    plan = plan_import(
        parsed.cards, known, Choices(), is_same_text=True, finds_copies=False
    )
    places = _new_places(plan)
    _write(deck, plan, Pen(target.owner, now, How.IMPORTED), keeps_order=True)
    _set(_SET_PLACES, places)
    _finish(deck, target, fingerprint, now=now)
    rewritten = {card.card_id for card, _ in plan.changed}
    updated = len(rewritten | places.keys())
    return ImportSummary(
        deck_id=deck.pk,
        title=deck.title,
        created=len(plan.added),
        updated=updated,
        unchanged=plan.counts[Kind.CHANGED] + plan.counts[Kind.UNCHANGED] - updated,
        missing=plan.missing,
    )


def is_imported(target: Target, fingerprint: str) -> bool:
    """Whether the very text with this fingerprint was the last to be imported."""
    found = Deck.objects.filter(**_found_by(target), source_fingerprint=fingerprint)
    return found.exists()


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """What somebody pressed Save for: a deck of theirs, or a `title` for a new one.

    `seen` is the mark of the plan that they saw; `form_id` is the form's own, so that
    one that is sent twice saves once.
    """

    user: User
    deck_id: int | None
    title: str
    choices: Choices
    seen: str
    form_id: uuid.UUID


class SeenOtherwise(Exception):
    """What would be written is not what was shown; nothing was."""


@dataclasses.dataclass(frozen=True, slots=True)
class Saved:
    """The deck that was saved to. `plan` is None where the form was sent before."""

    deck_id: int
    plan: Plan | None


@transaction.atomic
def save_import(parsed: ParsedDeck, wish: Wish, *, now: dt.datetime) -> Saved:
    """Write what was shown, all or nothing; new cards stand at the deck's end.

    Raises SeenOtherwise where the text, the choices or the deck are not those that
    were shown, and Deck.DoesNotExist where the deck is not theirs to change any more.
    """
    claimed, is_first = claim(wish.user, wish.form_id, now=now)
    if not is_first:
        return Saved(int(claimed.name), None)
    deck = _held_deck(wish)
    plan = plan_for(parsed, deck, wish.choices)
    if plan.mark != wish.seen:
        raise SeenOtherwise
    deck = deck or _new_deck(parsed, wish, now)
    _write(deck, plan, Pen(wish.user, now, How.IMPORTED), keeps_order=False)
    claimed.name = str(deck.pk)
    claimed.save(update_fields=["name"])
    return Saved(deck.pk, plan)


def plan_for(parsed: ParsedDeck, deck: Deck | None, choices: Choices) -> Plan:
    """What saving the text into this deck (None: a new one) would do."""
    known = None if deck is None else known_cards(deck, parsed)
    return plan_import(parsed.cards, known, choices)


def known_cards(deck: Deck, parsed: ParsedDeck) -> list[KnownCard]:
    """The deck's cards in order; with the names they may have in a text that has any.

    One statement.
    """
    rows = Card.objects.filter(deck=deck).in_deck_order()
    has_keys = any(card.key for card in parsed.cards)
    columns = "pk", "position", "question", "answer", "tags", "source_key", "version"
    return [
        KnownCard(
            pk,
            position,
            question,
            answer,
            tuple(tags),
            key_of(pk, source_key) if has_keys else source_key,
            version,
        )
        for pk, position, question, answer, tags, source_key, version in (
            rows.values_list(*columns)
        )
    ]


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


def _found_by(target: Target) -> dict[str, Any]:
    """What finds the deck again; a built-in one even after staff gave it an owner."""
    if target.source_key.startswith(BUILT_IN):
        return {"source_key": target.source_key}
    return {"source_key": target.source_key, "owner": target.owner}


def _locked_deck(target: Target) -> Deck:
    deck = _known_or_new(target)
    if deck.deleted_at is not None and free_key(deck):
        deck = _known_or_new(target)
    return lock_deck(deck.pk)


def _known_or_new(target: Target) -> Deck:
    # The unique constraint decides between two first imports at once: the second one
    # waits here for the first, then finds its deck.
    deck, _ = Deck.objects.get_or_create(
        **_found_by(target),
        defaults={
            "owner": target.owner,
            "title": target.title,
            "description": target.description,
            "visibility": target.visibility or Deck.Visibility.PRIVATE,
        },
    )
    return deck


def _write(deck: Deck, plan: Plan, pen: Pen, *, keeps_order: bool) -> None:
    """Carry out the plan: new cards at the end, or at their number in the text."""
    if plan.added:
        places = [card.number for card in plan.added] if keeps_order else None
        written = [_sides(card, card.tags) for card in plan.added]
        add_cards(deck.pk, written, pen, positions=places)
    texts = {
        known.card_id: _sides(c, c.tags or known.tags) for known, c in plan.changed
    }
    if texts:
        held = Card.objects.select_for_update(no_key=True).order_by("pk")
        write_texts(held.filter(pk__in=list(texts)), texts, pen)
    _set(_SET_KEYS, _new_keys(plan))
    if plan.deleted:
        gone = [card.card_id for card in plan.deleted]
        delete_cards(deck.pk, gone, now=pen.now)


def _sides(card: ParsedCard, tags: tuple[str, ...]) -> Sides:
    return Sides(card.question, card.answer, tags, card.key)


def _matched(plan: Plan) -> list[tuple[KnownCard, ParsedCard]]:
    return [(row.known, row.card) for row in plan.rows if row.known and row.card]


def _new_keys(plan: Plan) -> dict[int, str]:
    """By card id: the names that the text gives to cards it found without them."""
    return {
        known.card_id: card.key
        for known, card in _matched(plan)
        if card.key and card.key != known.key
    }


def _new_places(plan: Plan) -> dict[int, int]:
    return {
        known.card_id: card.number
        for known, card in _matched(plan)
        if card.number != known.number
    }


_SET_PLACES = """
    UPDATE decks_card AS c SET position = n.value
    FROM unnest(%s::bigint[], %s::integer[]) AS n (id, value) WHERE c.id = n.id
"""
_SET_KEYS = """
    UPDATE decks_card AS c SET source_key = n.value
    FROM unnest(%s::bigint[], %s::text[]) AS n (id, value) WHERE c.id = n.id
"""


def _set(sql: str, values: Mapping[int, int] | Mapping[int, str]) -> None:
    """Set what is no part of a card's text, by card id. One statement."""
    if values:
        given: Sequence[Any] = [list(values), list(values.values())]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)


def _finish(deck: Deck, target: Target, fingerprint: str, *, now: dt.datetime) -> None:
    before = vars(deck)
    wanted = {
        "source_fingerprint": fingerprint,
        "visibility": target.visibility or deck.visibility,
    }
    changes = {name: value for name, value in wanted.items() if before[name] != value}
    if changes:
        change_deck(deck.pk, changes, now=now)
