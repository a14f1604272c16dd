"""What every reader hands back: cards, and what it could not read or had to guess."""

from dataclasses import dataclass

FILE_MAX_BYTES = 10_000_000
"""A file of cards is refused above this size, before it is read."""

CARDS_MAX = 20_000
"""A text with more cards than this is refused."""

SIDE_MAX_CHARACTERS = 20_000
"""As in `decks.cards.models`, which a pure reader cannot import; a test holds both."""

TITLE_MAX_CHARACTERS = 200
"""As `Deck.title`."""

PROBLEMS_MAX = 200
"""So many problems are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ParsedCard:
    """One card to the letter. `number` is its place in the text, from 1.

    Empty `tags` say nothing about tags: the format may not carry any.
    """

    number: int
    question: str
    answer: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something left out or guessed: `where` is "line 120 (card 7)"."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A text's cards in order. `title` is "" where the text has none."""

    title: str
    format: str
    cards: tuple[ParsedCard, ...]
    problems: tuple[Problem, ...] = ()


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
