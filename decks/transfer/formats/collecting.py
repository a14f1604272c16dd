"""Cards as a reader finds them: numbered, checked against the limits, problems told."""

from collections import Counter
from collections.abc import Iterable

from decks.transfer.formats.parsed import (
    CARDS_MAX,
    SIDE_MAX_CHARACTERS,
    TAG_MAX_CHARACTERS,
    NotADeck,
    ParsedCard,
    ParsedDeck,
    Problem,
    Reading,
    bounded,
)

KEY_MAX_CHARACTERS = 200
"""A longer id is no id."""

TAGS_MAX = 100
"""More tags than this are no tags."""

CHARACTERS_MAX = 30_000_000
"""All cards together: gaps make many cards of one text."""

_QUOTED_MAX = 40


class Collector:
    """Takes the cards of one text in order.

    A card without a question, or with a side over SIDE_MAX_CHARACTERS, is left out and
    told; its number is used up.
    """

    def __init__(self) -> None:
        self.cards: list[ParsedCard] = []
        self._problems: list[tuple[int, Problem]] = []
        self.number = 0
        self._characters = 0
        self._keys: set[str] = set()
        self._kinds: Counter[str] = Counter()
        self._first_lines: dict[str, int] = {}

    def add(
        self,
        line: int,
        question: str,
        answer: str,
        tags: Iterable[str] = (),
        key: str = "",
    ) -> None:
        """One card that starts at `line`, from 1. Raises NotADeck for one too many."""
        self.number += 1
        if self.number > CARDS_MAX:
            what = f"Here the deck has more than {CARDS_MAX:,} cards."
            raise NotADeck(f"line {line}", what)
        if len(question) > SIDE_MAX_CHARACTERS or len(answer) > SIDE_MAX_CHARACTERS:
            self._tell_too_long(line, question, answer)
            return
        if not question or question.isspace():
            self._tell_no_question(line, answer)
            return
        self._characters += len(question) + len(answer)
        if self._characters > CHARACTERS_MAX:
            what = f"The cards have more than {CHARACTERS_MAX:,} characters together."
            raise NotADeck(f"line {line}", what)
        if not answer or answer.isspace():
            self.tell(line, "The answer is empty.")
        tags = self._checked_tags(line, tags) if tags else ()
        key = self._checked_key(line, key) if key else ""
        self.cards.append(ParsedCard(self.number, question, answer, tags, key, line))

    def tell(self, line: int, what: str) -> None:
        """A problem of the card that was added last."""
        self._tell_at(line, f"line {line} (card {self.number})", what)

    def tell_next(self, line: int, what: str) -> None:
        """A problem of the card that will be added next."""
        self._tell_at(line, f"line {line} (card {self.number + 1})", what)

    def tell_line(self, line: int, what: str) -> None:
        """A problem that is no card's."""
        self._tell_at(line, f"line {line}", what)

    def count(self, line: int, what: str) -> None:
        """Something small that may happen on every card: told once, with how often.

        `what` has `{times}` where "3 times" is to stand.
        """
        self._kinds[what] += 1
        self._first_lines.setdefault(what, line)

    def deck(
        self,
        reading: Reading,
        *,
        title: str = "",
        description: str = "",
        question_lang: str = "",
        answer_lang: str = "",
    ) -> ParsedDeck:
        """All that was taken, with the problems in the order of their lines."""
        for what, often in self._kinds.items():
            self.tell_line(self._first_lines[what], what.format(times=_times(often)))
        in_order = sorted(self._problems, key=lambda problem: problem[0])
        return ParsedDeck(
            title,
            reading,
            tuple(self.cards),
            bounded([problem for _, problem in in_order]),
            description,
            question_lang,
            answer_lang,
        )

    def _tell_at(self, line: int, where: str, what: str) -> None:
        self._problems.append((line, Problem(where, what)))

    def _tell_too_long(self, line: int, question: str, answer: str) -> None:
        long = len(question) > SIDE_MAX_CHARACTERS
        name, side = ("question", question) if long else ("answer", answer)
        what = (
            f"The {name} has {len(side):,} characters; a side holds at most "
            f"{SIDE_MAX_CHARACTERS:,}. The card is left out."
        )
        self.tell(line, what)

    def _tell_no_question(self, line: int, answer: str) -> None:
        what = "The question is empty; the card is left out."
        if answer and not answer.isspace():
            what = f"{what[:-1]}: “{quoted(answer)}”."
        self.tell(line, what)

    def _checked_tags(self, line: int, tags: Iterable[str]) -> tuple[str, ...]:
        kept: dict[str, None] = {}
        for tag in tags:
            if len(kept) == TAGS_MAX:
                self.tell(line, f"A card has at most {TAGS_MAX} tags: these were kept.")
                break
            if len(tag) > TAG_MAX_CHARACTERS:
                what = f"A tag has more than {TAG_MAX_CHARACTERS} characters: left out."
                self.tell(line, what)
            elif tag:
                kept[tag] = None
        return tuple(kept)

    def _checked_key(self, line: int, key: str) -> str:
        if len(key) > KEY_MAX_CHARACTERS:
            self.tell(line, "The card's id is too long and was left out.")
            return ""
        if key in self._keys:
            what = f"The id “{quoted(key)}” was given before and is left out here."
            self.tell(line, what)
            return ""
        self._keys.add(key)
        return key


def quoted(text: str) -> str:
    """The beginning of the first line that is not blank, for a message."""
    first = text.strip()[: _QUOTED_MAX * 4].partition("\n")[0]
    return first if len(first) <= _QUOTED_MAX else first[: _QUOTED_MAX - 1] + "…"


def _times(often: int) -> str:
    return "once" if often == 1 else f"{often:,} times"
