"""Finding cards for a learner: a page of rows, and how many there are."""

import dataclasses
import datetime as dt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from decks.accounts.models import User
from decks.cards import found_words
from decks.cards.found_words import Part
from decks.cards.plurals import counted
from decks.cards.searching import wanted_words
from decks.cards.wanted_words import Wanted
from decks.cards.written_lines import question
from decks.scheduling.levels import Level
from decks.scheduling.study_days import StudyCalendar
from decks.search import statements
from decks.search.statements import Scope
from decks.study.due_words import due_words
from decks.study.learners import calendar_of
from decks.study.rows import Row

PAGE_SIZE = 20
SHOW_ALL, SHOW_DUE, SHOW_NEW = "all", "due", "new"
SHOWS = (SHOW_ALL, SHOW_DUE, SHOW_NEW, *(str(level.value) for level in Level))


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What to look for: the text as typed, in which deck (None: all), shown how, and
    how many of the found are skipped."""

    text: str
    deck_id: int | None = None
    show: str = SHOW_ALL
    start: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class MyDeck:
    """A deck that one may choose to search in."""

    deck_id: int
    title: str
    card_count: int


@dataclasses.dataclass(frozen=True, slots=True)
class FoundCard:
    """A row of the page; `level` is the learner's last (0 new), texts carry marks."""

    card_id: int
    deck_id: int
    deck_title: str
    title: SafeString
    further: SafeString
    excerpt: SafeString
    answer: str
    level: int
    due: str


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A page of cards, and how many are found in all.

    `is_more` where not all were looked at (statements.FOUND_MAX).
    """

    cards: list[FoundCard]
    total: int
    next_start: int | None
    is_more: bool = False
    has_words: bool = True

    @property
    def words(self) -> str:
        """`7 cards.`, `1 card.`, `No cards.`, `At least 200 cards.`"""
        if not self.total:
            return "No cards."
        return f"{'At least ' if self.is_more else ''}{counted(self.total, 'card')}."


def my_decks(user: User) -> list[MyDeck]:
    """The learner's decks, by title. One statement."""
    return [MyDeck(*row) for row in statements.decks_of(user)]


def find(user: User, asked: Asked, mine: list[MyDeck], *, now: dt.datetime) -> Found:
    """Cards that the learner may read and that say what was asked. Four statements."""
    wanted = wanted_words(asked.text)
    if not wanted:
        return Found([], 0, None, has_words=False)
    is_level = asked.show.isdecimal()
    parameters = {
        "now": now,
        "level": int(asked.show) if is_level else 0,
        "start": asked.start,
        "most": PAGE_SIZE,
    }
    rows = statements.found_rows(
        user,
        wanted,
        _scope(user, asked, mine),
        parameters,
        show="level" if is_level else asked.show,
    )
    return _found(rows, wanted, asked.start, calendar_of(user), now)


def _scope(user: User, asked: Asked, mine: list[MyDeck]) -> Scope:
    """The one deck that was chosen, which is one of `mine`, or all."""
    chosen = [deck for deck in mine if asked.deck_id in (None, deck.deck_id)]
    ids = [deck.deck_id for deck in chosen]
    others = statements.other_decks(user, ids) if asked.deck_id is None else []
    return Scope(ids, sum(deck.card_count for deck in chosen), others)


def _found(
    rows: list[Row],
    wanted: Wanted,
    start: int,
    calendar: StudyCalendar,
    now: dt.datetime,
) -> Found:
    total = rows[0][0] if rows else 0
    after = start + len(rows)
    return Found(
        [_card(row, wanted, calendar, now) for row in rows],
        total,
        after if after < total else None,
        is_more=bool(rows) and rows[0][1],
    )


def _card(
    row: Row, wanted: Wanted, calendar: StudyCalendar, now: dt.datetime
) -> FoundCard:
    _, _, card_id, deck_id, deck_title, asked, answer, phase, last_level, *marks = row
    sides = question(asked)
    return FoundCard(
        card_id,
        deck_id,
        deck_title,
        title=marked(found_words.parts(sides.title, wanted)),
        further=marked(found_words.parts(" · ".join(sides.further_lines), wanted)),
        excerpt=marked(found_words.excerpt(answer, wanted)),
        answer=answer,
        level=0 if phase is None else last_level,
        due=_due_words(*marks, now=now, calendar=calendar),
    )


def _due_words(
    due_at: dt.datetime | None,
    hidden_until: dt.datetime | None,
    put_aside_at: dt.datetime | None,
    *,
    now: dt.datetime,
    calendar: StudyCalendar,
) -> str:
    if put_aside_at is not None:
        return "Put aside"
    if hidden_until is not None and hidden_until > now:
        return "Hidden today"
    return "New" if due_at is None else due_words(due_at, now=now, calendar=calendar)


def marked(parts: list[Part]) -> SafeString:
    """The text with what was found in <mark>; all of it escaped."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part.text) if part.is_found else part.text,)
            for part in parts
        ),
    )
