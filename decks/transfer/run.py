"""Writing a parsed deck: created, updated in place, or found unchanged."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.ownership import BUILT_IN
from decks.transfer.formats.parsed import (
    TITLE_MAX_CHARACTERS,
    NotADeck,
    ParsedCard,
    ParsedDeck,
)
from decks.transfer.matching import KnownCard, match

_ROWS_A_STATEMENT = 1000
"""A statement takes at most 65,535 parameters (server-side binding)."""


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
    parsed: ParsedDeck, target: Target, *, fingerprint: str = ""
) -> ImportSummary:
    """Bring the deck's cards to the text, all or nothing.

    Cards are updated in place, so what was learned stays; cards that the text lacks
    are reported, not deleted; unchanged ones are not written. The deck's row is locked:
    two imports at once come one after the other.
    """
    deck = _locked_deck(target)
    known = _known_cards(deck)
    matched = match(parsed.cards, known)
    created = _create(deck, [c for c in parsed.cards if c.number not in matched])
    updated = _update(deck, parsed.cards, matched)
    _finish(deck, target, len(known) + created, fingerprint)
    kept = {card.card_id for card in matched.values()}
    return ImportSummary(
        deck_id=deck.pk,
        title=deck.title,
        created=created,
        updated=updated,
        unchanged=len(matched) - updated,
        missing=tuple(card for card in known if card.card_id not in kept),
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
    return Deck.objects.select_for_update(no_key=True).get(pk=deck.pk)


def _known_cards(deck: Deck) -> list[KnownCard]:
    rows = Card.objects.filter(deck=deck).in_deck_order()
    return [
        KnownCard(*row)
        for row in rows.values_list("pk", "position", "question", "answer")
    ]


def _create(deck: Deck, cards: Sequence[ParsedCard]) -> int:
    rows = [
        Card(
            deck=deck,
            position=card.number,
            question=card.question,
            answer=card.answer,
            tags=list(card.tags),
        )
        for card in cards
    ]
    Card.objects.bulk_create(rows, batch_size=_ROWS_A_STATEMENT)
    return len(rows)


def _update(
    deck: Deck, cards: Sequence[ParsedCard], matched: dict[int, KnownCard]
) -> int:
    """Write the matched cards that differ; how many did."""
    wanted = {matched[c.number].card_id: c for c in cards if c.number in matched}
    changed: list[Card] = []
    for row in Card.objects.filter(deck=deck, pk__in=list(wanted)):
        values = _values(wanted[row.pk], row)
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at = timezone.now()
            changed.append(row)
    fields = ["position", "question", "answer", "tags", "updated_at"]
    Card.objects.bulk_update(changed, fields, batch_size=_ROWS_A_STATEMENT)
    return len(changed)


def _values(card: ParsedCard, row: Card) -> dict[str, Any]:
    return {
        "position": card.number,
        "question": card.question,
        "answer": card.answer,
        # A text without tags says nothing about them.
        "tags": list(card.tags) or row.tags,
    }


def _finish(deck: Deck, target: Target, card_count: int, fingerprint: str) -> None:
    wanted = {
        "card_count": card_count,
        "source_fingerprint": fingerprint,
        "visibility": target.visibility or deck.visibility,
    }
    if any(getattr(deck, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(deck, name, value)
        deck.save(update_fields=[*wanted, "updated_at"])
