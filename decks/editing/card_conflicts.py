"""Two editors at once: what the other one did while this one was writing."""

import dataclasses
import datetime as dt

from django.http import Http404

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.writing import Sides


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """The card as it stands now (`theirs`) beside what was typed (`mine`).

    `who` changed it is a name, "You" for the editor's own other tab.
    """

    who: str
    when: dt.datetime
    theirs: Card
    mine: Sides

    @property
    def their_tags(self) -> str:
        """Tags in a line, to be compared."""
        return ", ".join(self.theirs.tags)

    @property
    def my_tags(self) -> str:
        """The same of what was typed."""
        return ", ".join(self.mine.tags)


def conflict_of(theirs: Card, mine: Sides, user: User) -> Conflict:
    """What to show. `theirs` has its writer loaded."""
    writer = theirs.written_by
    who = "Somebody" if writer is None else writer.display_name
    return Conflict("You" if writer == user else who, theirs.updated_at, theirs, mine)


@dataclasses.dataclass(frozen=True, slots=True)
class Gone:
    """A card that went while it was changed, and the deck it may come back to."""

    deck: Deck
    deleted_at: dt.datetime | None = None


def gone_from(user: User, card_id: int, deck_id: int | None) -> Gone:
    """Where a card went from that this editor could change a moment ago.

    It lies in the trash of a deck of theirs, or the form names the deck that it was in.
    Raises Http404 where it never was theirs.
    """
    editable = Deck.objects.editable_by(user)
    trashed = Card.objects.filter(pk=card_id, deck__trash_of__in=editable)
    card = trashed.select_related("deck__trash_of").first()
    if card is not None and card.deck.trash_of is not None:
        return Gone(card.deck.trash_of, card.deleted_at)
    deck = editable.filter(pk=deck_id).first() if deck_id else None
    if deck is None:
        raise Http404
    return Gone(deck)
