"""The preview's rows: which of a plan's are shown, a page at a time, and how: pure."""

import bisect
import dataclasses
from collections.abc import Iterable, Sequence

from decks.transfer.formats.parsed import ParsedCard, Problem
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Kind, Plan, Row
from decks.transfer.preview_words import card_of, line_of, other_way, row_note

PAGE_ROWS = 100
"""So many cards come with one reply."""

COMPARED_MAX_CHARACTERS = 60_000
"""After so much text compared on one page, what changed is shown as a whole."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A card as the page shows it.

    `choice` is the form value of the one other thing that can be done with it ("" for
    none), `choice_words` names that. What a changed card says in the deck is None where
    that side stays; `is_compared` says whether there is time to mark the differences.
    """

    number: int
    question: str
    answer: str
    tags: tuple[str, ...]
    kind: Kind | None
    note: str = ""
    choice: str = ""
    choice_words: str = ""
    is_chosen: bool = False
    old_question: str | None = None
    old_answer: str | None = None
    is_compared: bool = False
    old_tags: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """Rows `first` + 1 to `last` of `total`; `carried` are choices for other rows."""

    rows: list[Shown]
    first: int
    last: int
    total: int
    carried: str

    @property
    def starts(self) -> list[tuple[int, int, int]]:
        """(first, from, to) of every page, to choose from."""
        firsts = range(0, self.total, PAGE_ROWS)
        return [(n, n + 1, min(n + PAGE_ROWS, self.total)) for n in firsts]


def page_of(plan: Plan, problems: Sequence[Problem], show: str, first: int) -> Page:
    """The cards of this kind ("all", a Kind's value, "problems") from `first` on."""
    told = problems_by_card(plan, problems)
    rows = _chosen(plan, told, show)
    first = min(first, max(0, len(rows) - 1)) // PAGE_ROWS * PAGE_ROWS
    on_page = rows[first : first + PAGE_ROWS]
    differences = _Differences()
    shown = [_shown(row, plan, told, differences) for row in on_page]
    carried = _carried(plan, {row.name for row in on_page if isinstance(row, Row)})
    return Page(shown, first, first + len(shown), len(rows), carried)


def problems_by_card(
    plan: Plan, problems: Iterable[Problem]
) -> dict[int, tuple[str, ...]]:
    """By number in the text: what was said of a card, by its number or its lines."""
    parsed = [row.card for row in plan.rows if row.card]
    known = {card.number for card in parsed}
    lines = [card.line for card in parsed]
    told: dict[int, tuple[str, ...]] = {}
    for problem in problems:
        number = card_of(problem.where)
        place = bisect.bisect_right(lines, line_of(problem.where)) - 1
        if number not in known and line_of(problem.where) and place >= 0:
            number = parsed[place].number
        if number in known:
            told[number] = (*told.get(number, ()), problem.what)
    return told


_Line = Row | KnownCard
"""A row, or the card of the deck that the rows after it repeat."""


def _chosen(plan: Plan, told: dict[int, tuple[str, ...]], show: str) -> list[_Line]:
    if show == Kind.COPY:
        return _with_what_they_repeat(plan)
    if show == "problems":
        return [row for row in plan.rows if row.card and row.card.number in told]
    if show == "all":
        return list(plan.rows)
    return [row for row in plan.rows if row.kind == show]


def _with_what_they_repeat(plan: Plan) -> list[_Line]:
    """Each card that is repeated, then those that repeat it."""
    rows = {row.card.number: row for row in plan.rows if row.card}
    deck = {card.number: card for card in plan.known}
    lines: dict[tuple[bool, int], list[_Line]] = {}
    for row in plan.rows:
        if row.twin is not None:
            number, in_deck = row.twin.number, row.twin.in_deck
            first = deck[number] if in_deck else rows[number]
            lines.setdefault((in_deck, number), [first]).append(row)
    return [line for group in lines.values() for line in group]


def _shown(
    line: _Line, plan: Plan, told: dict[int, tuple[str, ...]], differs: "_Differences"
) -> Shown:
    if isinstance(line, KnownCard):
        tags, note = line.tags, "In the deck already"
        return Shown(line.number, line.question, line.answer, tags, None, note)
    card = line.card or line.known
    assert card is not None  # noqa: S101  # a row is of the text or of the deck
    shown = Shown(
        card.number, card.question, card.answer, card.tags, line.kind, row_note(line)
    )
    way, words = other_way(line.kind, plan.choices.of_kind(line.kind))
    if way:
        choice, is_chosen = f"{line.name}:{way}", line.way == way
        shown = dataclasses.replace(
            shown, choice=choice, choice_words=words, is_chosen=is_chosen
        )
    if line.card and told.get(line.card.number):
        shown = dataclasses.replace(shown, problems=told[line.card.number])
    if line.kind is Kind.CHANGED and line.card and line.known:
        return _with_changes(shown, line.card, line.known, differs)
    return shown


def _with_changes(
    shown: Shown, card: ParsedCard, known: KnownCard, differs: "_Differences"
) -> Shown:
    return dataclasses.replace(
        shown,
        old_question=known.question if known.question != card.question else None,
        old_answer=known.answer if known.answer != card.answer else None,
        is_compared=differs.has_time_for(known, card),
        tags=card.tags or known.tags,
        old_tags=known.tags if card.tags and card.tags != known.tags else (),
    )


class _Differences:
    """Counts what is compared, until that has cost enough for one page."""

    def __init__(self) -> None:
        self._compared = 0

    def has_time_for(self, known: KnownCard, card: ParsedCard) -> bool:
        for one in (known, card):
            self._compared += len(one.question) + len(one.answer)
        return self._compared <= COMPARED_MAX_CHARACTERS


def _carried(plan: Plan, on_page: set[str]) -> str:
    """The single choices that the page's own boxes do not say."""
    return " ".join(
        f"{row.name}:{row.way}"
        for row in plan.rows
        if row.name not in on_page and row.way != plan.choices.of_kind(row.kind)
    )
