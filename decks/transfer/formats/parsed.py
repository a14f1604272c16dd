"""What every reader is told and hands back: how to read; cards, problems, guesses."""

from dataclasses import dataclass

AUTO = "auto"
"""The format that is found by looking."""

FILE_MAX_BYTES = 10_000_000
"""A file of cards is refused above this size, before it is read."""

CARDS_MAX = 20_000
"""A text with more cards than this is refused."""

SIDE_MAX_CHARACTERS = 20_000
"""As in `decks.cards.models`, which a pure reader cannot import; a test holds both."""

TITLE_MAX_CHARACTERS = 200
"""As `Deck.title`."""

TAG_MAX_CHARACTERS = 100
"""As one of `Card.tags`."""

PROBLEMS_MAX = 200
"""So many problems are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a text. Handed back with all that was found by looking.

    `format` is "auto" or a key of `formats.READERS`. `separator` stands between
    question and answer and `row_separator` between cards: the very signs, "" to find
    them by looking (between cards: a line end). `encoding` is a key of
    `text.ENCODING_WORDS`, "" to find it by looking. `has_header` says whether the
    first row names the columns, None to find that by looking. What a format has no
    use for is left as it was given.
    """

    format: str = AUTO
    separator: str = ""
    row_separator: str = ""
    encoding: str = ""
    has_header: bool | None = None


@dataclass(frozen=True, slots=True)
class ParsedCard:
    """One card to the letter.

    `number` is its place in the text, from 1; numbers rise, with gaps where a card was
    left out. Empty `tags` say nothing about tags: the format may not carry any. `key`
    is the format's own id of the card (Anki's GUID, the id of our JSON), unique within
    the text, "" where there is none. `line` is where the card starts, from 1; 0 for a
    card that comes from no text.
    """

    number: int
    question: str
    answer: str
    tags: tuple[str, ...] = ()
    key: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something left out or guessed: `where` is "line 120 (card 7)"."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A text's cards in order, and how it was read.

    `title`, `description` and the languages of both sides (BCP 47) are "" where the
    text has none.
    """

    title: str
    reading: Reading
    cards: tuple[ParsedCard, ...]
    problems: tuple[Problem, ...] = ()
    description: str = ""
    question_lang: str = ""
    answer_lang: str = ""

    @property
    def format(self) -> str:
        """The key of the reader that took the text."""
        return self.reading.format


class NotADeck(Exception):
    """Nothing of the text can be taken: `where` it fails, and `what` is wrong."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


def place(line_index: int, number: int | None = None) -> str:
    """A place a person finds: lines count from 1."""
    return f"line {line_index + 1}" + (f" (card {number})" if number else "")


def bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    """At most PROBLEMS_MAX problems, the last saying how many more there are."""
    if len(problems) <= PROBLEMS_MAX:
        return tuple(problems)
    kept = problems[: PROBLEMS_MAX - 1]
    more = f"There are {len(problems) - len(kept):,} more problems like these."
    return (*kept, Problem(problems[len(kept)].where, more))
