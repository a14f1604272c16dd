"""Which cards a form of the deck's list means: those ticked, or all that it showed."""

import dataclasses
import datetime as dt

from django.http import QueryDict

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.editing.card_filter import CardFilter, editors_filter
from decks.study.recording import moment_us

_ID_DIGITS_MAX = 18


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """The cards' ids, and how they were chosen.

    `seen_count` is how many the page said it were, where all of a filter are meant, and
    `mark` how the deck is now (`mark_of`), `seen_mark` how it was then.
    """

    card_ids: list[int]
    chosen: CardFilter
    is_all: bool
    seen_count: int
    mark: str = ""
    seen_mark: str = ""

    @property
    def count(self) -> int:
        """How many cards it is."""
        return len(self.card_ids)

    @property
    def has_changed(self) -> bool:
        """Whether all may be others than those that the page showed."""
        seen = self.seen_count, self.seen_mark
        return self.is_all and seen != (self.count, self.mark)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form must send to mean the same cards."""
        chosen = self.chosen
        fields = [("show", chosen.show), ("tag", chosen.tag), ("q", chosen.words)]
        if self.is_all:
            return [*fields, ("all", f"{self.count}.{self.mark}")]
        return [*fields, *(("card", str(card_id)) for card_id in self.card_ids)]


def choice_from(
    given: QueryDict, user: User, deck: Deck, *, now: dt.datetime
) -> Choice:
    """What a form or an address says, of this deck alone. Up to two statements."""
    chosen = editors_filter(given, deck)
    said, _, mark = given.get("all", "").partition(".")
    is_all = said.isascii() and said.isdigit()
    if is_all:
        cards = chosen.cards(user, deck, now=now)
    else:
        cards = Card.objects.filter(deck=deck, pk__in=_ids(given.getlist("card")))
    ids = list(cards.in_deck_order().values_list("pk", flat=True))
    count = int(said[:_ID_DIGITS_MAX]) if is_all else 0
    return Choice(ids, chosen, is_all, count, mark_of(deck), mark)


def mark_of(deck: Deck) -> str:
    """Another one whenever a card came into the deck or went."""
    return str(moment_us(deck.updated_at))


def _ids(given: list[str]) -> set[int]:
    return {
        int(text)
        for text in given
        if text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS_MAX
    }
