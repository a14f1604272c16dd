"""What the pages about copies show: pairs, their texts compared, and who learned."""

import dataclasses
from collections.abc import Iterable, Sequence

from django.core.paginator import Page, Paginator
from django.db.models import Count

from decks.cards.differences import Change, Piece, word_changes
from decks.cards.models import Card, Deck
from decks.editing.copy_pairs import kept_pairs, waiting_count, waiting_pairs
from decks.editing.models import LikelyCopy
from decks.groups.sharing import is_shared
from decks.study.models import ReviewState

PAIRS_A_PAGE = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """A card of a pair: its texts in pieces, of which `Change.SAME` stand on both."""

    card: Card
    question: Sequence[Piece]
    answer: Sequence[Piece]
    learner_count: int | None

    @property
    def learned_words(self) -> str:
        """How many people would lose it; nothing where that is not told."""
        if self.learner_count is None:
            return ""
        if not self.learner_count:
            return "Nobody has learned this one yet."
        if self.learner_count == 1:
            return "1 person has learned this one."
        return f"{self.learner_count:,} people have learned this one."


@dataclasses.dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair, its cards in deck order, and which of all pairs it is, from 1."""

    pair: LikelyCopy
    sides: tuple[Side, Side]
    number: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class CopiesScreen:
    """One page of a deck's pairs: those that wait, or those that were kept both."""

    deck: Deck
    is_kept: bool
    page: "Page[int]"
    shown: list[ShownPair]
    waiting_count: int


def copies_screen(deck: Deck, *, is_kept: bool, page: object) -> CopiesScreen:
    """Six statements, however many pairs; texts are read of those on the page."""
    pairs = kept_pairs(deck) if is_kept else waiting_pairs(deck)
    ids = pairs.values_list("pk", flat=True)
    on_page = Paginator(ids, PAIRS_A_PAGE).get_page(page)  # type: ignore[arg-type]
    shown = shown_pairs(list(on_page.object_list), first=on_page.start_index())
    return CopiesScreen(deck, is_kept, on_page, shown, waiting_count(deck))


def shown_pairs(ids: Sequence[int], *, first: int = 1) -> list[ShownPair]:
    """The pairs in this order, with all that is shown of them. Three statements."""
    by_id = LikelyCopy.objects.select_related("later", "earlier").in_bulk(ids)
    rows = [by_id[pk] for pk in ids if pk in by_id]
    learned = _learner_counts(rows)
    return [
        ShownPair(row, _sides(row, learned), number)
        for number, row in enumerate(rows, first)
    ]


def _learner_counts(rows: Sequence[LikelyCopy]) -> dict[int, int] | None:
    """How many people have rated each card and not started it over.

    None of a deck that a group has: its members are known by name.
    """
    if rows and is_shared(rows[0].deck_id):
        return None
    ids = [pk for row in rows for pk in (row.earlier_id, row.later_id)]
    states = ReviewState.objects.filter(card__in=ids, prompt=0)
    counted = states.exclude(phase=None).values("card").annotate(count=Count("user"))
    return {row["card"]: row["count"] for row in counted}


def _sides(row: LikelyCopy, learned: dict[int, int] | None) -> tuple[Side, Side]:
    cards = row.earlier, row.later
    questions = word_changes(*(card.question for card in cards))
    answers = word_changes(*(card.answer for card in cards))
    hidden = Change.ADDED, Change.GONE
    return (
        _side(cards[0], questions, answers, hidden[0], learned),
        _side(cards[1], questions, answers, hidden[1], learned),
    )


def _side(
    card: Card,
    questions: Iterable[Piece],
    answers: Iterable[Piece],
    hidden: Change,
    learned: dict[int, int] | None,
) -> Side:
    return Side(
        card,
        [piece for piece in questions if piece.change is not hidden],
        [piece for piece in answers if piece.change is not hidden],
        None if learned is None else learned.get(card.pk, 0),
    )
