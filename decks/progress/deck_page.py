"""What the page of a deck shows of its cards: the list, as it was asked for."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.editing.bulk_choice import mark_of
from decks.editing.card_filter import (
    WEAK_WORDS,
    CardFilter,
    editors_filter,
    filter_from,
)
from decks.editing.copy_pairs import waiting_count
from decks.progress.card_list import CardPage, Sort, card_page
from decks.talk.suggesting import waiting_count as suggestions_waiting


@dataclasses.dataclass(frozen=True, slots=True)
class CardsShown:
    """A page of the list. For editors: `count` is how many cards the filter leaves,
    `copies` how many look like copies of another one, `suggestions` how many wait for
    an answer, `mark` how the deck was."""

    chosen: CardFilter
    sort: Sort
    page: CardPage
    count: int | None = None
    copies: int = 0
    mark: str = ""
    suggestions: int = 0

    @property
    def query(self) -> str:
        """Filter and sort in an address, with a "?" where there is something."""
        return _query(self.chosen, self.sort)

    @property
    def weak_words(self) -> str:
        """The weak spot that is shown, in words; empty for another list."""
        return WEAK_WORDS.get(self.chosen.show, "")

    @property
    def is_ordered(self) -> bool:
        """Whether it is the deck as its editor ordered it, and can be ordered here."""
        return self.sort is Sort.DECK and self.chosen.is_all

    @property
    def sorts(self) -> list[tuple[str, str, str]]:
        """Each other way to sort: its words, and where it leads."""
        return [
            (sort.value, str(sort.label), _query(self.chosen, sort))
            for sort in Sort
            if sort is not self.sort
        ]

    @property
    def next_query(self) -> str:
        """Where the next page is; empty on the last."""
        if not self.page.next_after:
            return ""
        start = self.query + "&" if self.query else "?"
        return start + urlencode({"after": self.page.next_after})


def _query(chosen: CardFilter, sort: Sort) -> str:
    parts = [chosen.query, "" if sort is Sort.DECK else f"sort={sort.value}"]
    joined = "&".join(part for part in parts if part)
    return f"?{joined}" if joined else ""


def cards_shown(
    user: User,
    deck: Deck,
    given: Mapping[str, str],
    *,
    may_edit: bool,
    now: dt.datetime,
) -> CardsShown:
    """The list that an address asks for. Two statements, for editors up to five."""
    chosen = filter_from(given, may_edit=False)
    if may_edit:
        chosen = editors_filter(given, deck)
    wanted = given.get("sort", "")
    sort = Sort(wanted) if wanted in Sort.values else Sort.DECK
    after = given.get("after", "")
    page = card_page(user, deck, chosen=chosen, sort=sort, after=after, now=now)
    if not may_edit or after:
        return CardsShown(chosen, sort, page)
    count = deck.card_count
    if not chosen.is_all:
        count = chosen.cards(user, deck, now=now).count()
    return CardsShown(
        chosen,
        sort,
        page,
        count,
        copies=waiting_count(deck),
        mark=mark_of(deck),
        suggestions=suggestions_waiting(deck),
    )
