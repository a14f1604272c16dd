"""Writing a parsed deck by command: created, updated in place, or found unchanged.

The import page (`saving`) writes by the same plan.
"""

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Deck, How
from decks.cards.ownership import BUILT_IN, free_key
from decks.cards.writing import Pen, lock_deck
from decks.editing.copy_pairs import check_copies
from decks.editing.deck_changing import change_deck
from decks.groups.deck_news import deck_changed
from decks.transfer.carrying_out import carry_out, known_cards, new_places
from decks.transfer.formats.parsed import TITLE_MAX_CHARACTERS, NotADeck, ParsedDeck
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Choices, Kind, Plan, plan_import


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


def import_cards(
    parsed: ParsedDeck, target: Target, *, now: dt.datetime, fingerprint: str = ""
) -> ImportSummary:
    """Bring the deck's cards to the text and its order, all or nothing.

    Cards are updated in place, so what was learned stays; cards that the text lacks
    are reported, not deleted; unchanged ones are not written. The deck's row is locked:
    two imports at once come one after the other. Then what was written is looked
    through for copies: some seconds for 10,000 new cards.
    """
    summary = _import(parsed, target, fingerprint, now)
    if not summary.changed_nothing:
        deck_changed(summary.deck_id, by=target.owner, now=now)
        check_copies(summary.deck_id, now)
    return summary


@transaction.atomic
def _import(
    parsed: ParsedDeck, target: Target, fingerprint: str, now: dt.datetime
) -> ImportSummary:
    deck = _locked_deck(target)
    known = known_cards(deck, parsed)
    plan = plan_import(
        parsed.cards, known, Choices(), is_same_text=True, finds_copies=False
    )
    carry_out(deck, plan, Pen(target.owner, now, How.IMPORTED), keeps_order=True)
    _finish(deck, target, fingerprint, now=now)
    return _summary(deck, plan)


def _summary(deck: Deck, plan: Plan) -> ImportSummary:
    rewritten = {card.card_id for card, _ in plan.changed}
    updated = len(rewritten | new_places(plan).keys())
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


def _finish(deck: Deck, target: Target, fingerprint: str, *, now: dt.datetime) -> None:
    before = vars(deck)
    wanted = {
        "source_fingerprint": fingerprint,
        "visibility": target.visibility or deck.visibility,
    }
    changes = {name: value for name, value in wanted.items() if before[name] != value}
    if changes:
        change_deck(deck.pk, changes, now=now)
