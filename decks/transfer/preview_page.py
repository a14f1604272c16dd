"""All that the import page shows beside the form: the text looked at."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.utils.text import capfirst

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.plurals import counted
from decks.transfer import formats, preview_words
from decks.transfer.formats import NotADeck, ParsedDeck, Reading
from decks.transfer.formats.parsed import TITLE_MAX_CHARACTERS
from decks.transfer.forms import Asked
from decks.transfer.given import Given, given_in
from decks.transfer.preview import WAYS, Kind, Plan
from decks.transfer.preview_copies import Twin, repeated
from decks.transfer.preview_rows import Page, page_of, problems_by_card
from decks.transfer.preview_words import Said
from decks.transfer.saving import plan_for

WORDS = {
    "": "All",
    Kind.NEW: "New",
    Kind.CHANGED: "Changed",
    Kind.UNCHANGED: "Unchanged",
    Kind.MISSING: "Not in the text",
    Kind.COPY: "Copies",
    "problems": "Problems",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """A filter of the preview: its form value, its words, how many cards it has."""

    value: str
    words: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class ForAll:
    """What can be done with all cards of a kind: (value, words, whether it is so)."""

    name: str
    options: tuple[tuple[str, str, bool], ...]


_OPTION_WORDS = {
    Kind.COPY: ("Skip", "Keep"),
    Kind.CHANGED: ("Change", "Leave"),
    Kind.MISSING: ("Keep", "Delete"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """A text that was read, and what saving it would do."""

    asked: Asked
    parsed: ParsedDeck
    plan: Plan
    page: Page
    problem_cards: int

    @property
    def found_words(self) -> str:
        return f"{counted(len(self.parsed.cards), 'card')} found"

    @property
    def reading_words(self) -> str:
        return preview_words.reading_words(self.parsed.reading)

    @property
    def question_lang(self) -> str:
        """The deck's language, else the one that the text names."""
        deck = self.asked.deck
        return deck.question_lang if deck else self.parsed.question_lang

    @property
    def answer_lang(self) -> str:
        """The same of the answers."""
        deck = self.asked.deck
        return deck.answer_lang if deck else self.parsed.answer_lang

    @property
    def save_words(self) -> str:
        return preview_words.save_words(self.plan)

    @property
    def into_words(self) -> str:
        return preview_words.into_words(self.plan) if self.plan.is_into_deck else ""

    @property
    def copy_head(self) -> str:
        count = self.plan.counts[Kind.COPY]
        return preview_words.look_alike_words(count) if count else ""

    @property
    def copy_sentences(self) -> list[str]:
        """Which cards repeat which: of the text, and of the deck."""
        pairs = [(here, repeated(self.twins, in_deck=here)) for here in (False, True)]
        return [
            preview_words.copies_words(found, in_deck=here)
            for here, found in pairs
            if found
        ]

    @property
    def twins(self) -> dict[int, Twin]:
        """By number: what each copy repeats."""
        rows = self.plan.rows
        return {row.card.number: row.twin for row in rows if row.card and row.twin}

    @property
    def changed_count(self) -> int:
        return self.plan.counts[Kind.CHANGED]

    @property
    def missing_count(self) -> int:
        return self.plan.counts[Kind.MISSING]

    def _for_all(self, kind: Kind) -> ForAll:
        chosen = self.plan.choices.of_kind(kind)
        pairs = zip(WAYS[kind], _OPTION_WORDS[kind], strict=True)
        return ForAll(kind.value, tuple((way, w, way == chosen) for way, w in pairs))

    @property
    def copy_ways(self) -> ForAll:
        return self._for_all(Kind.COPY)

    @property
    def changed_ways(self) -> ForAll:
        return self._for_all(Kind.CHANGED)

    @property
    def missing_ways(self) -> ForAll:
        return self._for_all(Kind.MISSING)

    @property
    def same_questions(self) -> list[str]:
        """Cards that ask the same and are no copies of each other."""
        copies = self.twins.keys()
        pairs = formats.find_same_questions(self.parsed.cards)
        apart = [pair for pair in pairs if not copies & set(pair)]
        return [preview_words.same_question_words(pair) for pair in apart]

    @property
    def problems(self) -> list[Said]:
        return preview_words.said(self.parsed.problems)

    @property
    def chips(self) -> list[Chip]:
        """All, and each other filter that has a card."""
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        yield Chip("all", WORDS[""], len(self.plan.rows))
        kinds = Kind if self.plan.is_into_deck else [Kind.COPY]
        for kind in kinds:
            if count := self.plan.counts[kind]:
                yield Chip(kind.value, WORDS[kind], count)
        if self.problem_cards:
            yield Chip("problems", WORDS["problems"], self.problem_cards)


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """The page: what was asked and given, and what came of it.

    `looked` is None where nothing was given yet, or where it could not be read: then
    `error` says why. `message` is what happened to a Save.
    """

    asked: Asked
    given: Given
    looked: Looked | None = None
    error: NotADeck | None = None
    message: str = ""

    @property
    def deck(self) -> Deck | None:
        return self.asked.deck

    @property
    def suggested(self) -> str:
        """The name for a new deck that text or file have, "" without one."""
        title = self.looked.parsed.title if self.looked else ""
        return " ".join((title or self.given.title).split())[:TITLE_MAX_CHARACTERS]

    @property
    def title(self) -> str:
        """What somebody typed as the name, else what is suggested."""
        is_own = self.asked.title != self.asked.suggested
        return self.asked.title if is_own else self.suggested

    @property
    def error_words(self) -> str:
        """What there is to be done where it could not be read."""
        if self.given.draft or self.given.text.strip():
            return "Your text is still here. Change it, or say how it is to be read."
        return "Choose another file, or paste its text."

    @property
    def error_where(self) -> str:
        """Where, as a sentence begins; a file's name is left as it is."""
        where = self.error.where if self.error else ""
        file = self.asked.file
        is_name = file is not None and where.startswith(file.name or "\0")
        return where if is_name else capfirst(where)

    @property
    def error_line(self) -> int:
        return preview_words.line_of(self.error.where) if self.error else 0


def look_at(asked: Asked, user: User, *, now: dt.datetime) -> Preview:
    """Read what was given and plan what saving it would do; writes no card."""
    try:
        given = given_in(asked, user, now=now)
    except NotADeck as error:
        return Preview(asked, Given(asked.text.encode(), asked.text), error=error)
    if not given.data.strip() and given.draft is None and not asked.file:
        return Preview(asked, given)
    try:
        parsed = read_given(asked, given)
    except NotADeck as error:
        if asked.file is not None and asked.text.strip():
            # A file that gives no cards does not take the place of what was typed.
            given = Given(asked.text.encode(), asked.text)
        return Preview(asked, given, error=error)
    plan = plan_for(parsed, asked.deck, asked.choices)
    page = page_of(plan, parsed.problems, asked.show, asked.first)
    told = len(problems_by_card(plan, parsed.problems))
    return Preview(asked, given, Looked(asked, parsed, plan, page, told))


def read_given(asked: Asked, given: Given) -> ParsedDeck:
    """The cards of what was given. Raises NotADeck."""
    return formats.read(given.data, reading_of(asked, given))


def reading_of(asked: Asked, given: Given) -> Reading:
    """How what was given is read. Raises NotADeck for an odd separator."""
    reading = asked.reading()
    if given.draft is None:
        # What stands in the text field was decoded already.
        reading = dataclasses.replace(reading, encoding="utf-8")
    return reading
