"""Reads the text copied from a Brainscape deck page.

The layout is in `brainscape_page`, what counts as a card in `brainscape_starts`. A
card's sides are kept to the letter; of the page only the copied tails go.
"""

import re

from decks.transfer.formats.brainscape_page import Page, Start, quote
from decks.transfer.formats.brainscape_starts import find_starts
from decks.transfer.formats.parsed import (
    SIDE_MAX_CHARACTERS,
    NotADeck,
    ParsedCard,
    ParsedDeck,
    Problem,
    Reading,
    bounded,
    place,
)
from decks.transfer.formats.text import without_outer_blank_lines

_ADVICE = "You may prefer our related Brainscape-certified flashcards:"
_ANNOUNCED = re.compile(r"\((\d{1,6}) cards?\)$")


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck on the page. Raises NotADeck where there is none or it is cut off.

    `text` has LF line ends. Time and memory grow with its length.
    """
    page, problems = Page(text), list[Problem]()
    starts = find_starts(page, problems)
    title = _title(page, starts[0].line, problems)
    cards: list[ParsedCard] = []
    for index, start in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        card = _Segment(page, start, following, index + 1, problems).card()
        if card:
            cards.append(card)
    _check_announced(page, starts[0].line, len(cards), problems)
    _check_last_tail(page, starts, problems)
    return ParsedDeck(title, reading, tuple(cards), bounded(problems))


def _title(page: Page, end: int, problems: list[Problem]) -> str:
    line = page.next_text(0, end)
    if line == end or page.bare[line] == _ADVICE:
        problems.append(Problem("line 1", "No title stands before the first card."))
        title, rest = "", line
    else:
        title, rest = page.lines[line].strip(), page.next_text(line + 1, end)
    if rest < end:
        where = _lines(rest, page.last_text(rest, end) + 1)
        left_out = (
            f"Text before the first card was left out: “{quote(page.lines[rest:end])}”."
        )
        problems.append(Problem(where, left_out))
    return title


def _lines(start: int, end: int) -> str:
    return f"lines {start + 1} to {end}" if end > start + 1 else place(start)


class _Segment:
    """The lines from one start to the next: the card's frame, sides and tail."""

    def __init__(
        self,
        page: Page,
        start: Start,
        following: Start | None,
        number: int,
        problems: list[Problem],
    ) -> None:
        self.page, self.start, self.following = page, start, following
        self.number, self.problems = number, problems
        self.end = following.line if following else len(page.lines)
        self.tail = page.find_tail(start.text, self.end)

    def card(self) -> ParsedCard | None:
        """The card, or None where there is no telling what it asks."""
        body_end = self._body_end()
        answer_sign = self.page.find("A", self.start.text, body_end)
        if answer_sign is None:
            return self._without_answer_sign(body_end)
        if not self.start.framed:
            self._report(self.start.line, "The line Q is lost; the card was taken.")
        self._report_second_sign(answer_sign, body_end)
        question = self._side(self.start.text, answer_sign)
        answer = self._side(answer_sign + 1, body_end)
        return self._checked(question, answer, answer_sign)

    def _report(self, line: int, what: str) -> None:
        self.problems.append(Problem(place(line, self.number), what))

    def _side(self, start: int, end: int) -> str:
        return without_outer_blank_lines(self.page.lines[start:end])

    def _checked(self, question: str, answer: str, line: int) -> ParsedCard | None:
        for name, side in (("question", question), ("answer", answer)):
            if len(side) > SIDE_MAX_CHARACTERS:
                what = f"The {name} has {len(side):,} characters; a side holds at most"
                what += f" {SIDE_MAX_CHARACTERS:,}. The card is left out."
                self._report(self.start.line, what)
                return None
        if not question:
            self._report(
                self.start.line, "The question is empty; the card is left out."
            )
            return None
        if not answer:
            self._report(line, "The answer is empty.")
        return ParsedCard(self.number, question, answer, line=self.start.line + 1)

    def _without_answer_sign(self, body_end: int) -> ParsedCard | None:
        text = self._side(self.start.text, body_end)
        if not self.start.framed:
            where = _lines(self.start.line, body_end)
            lost = quote(text.split("\n"))
            what = f"Q and A are lost, so this was left out: “{lost}”."
            self.problems.append(Problem(f"{where} (card {self.number})", what))
            return None
        if not self.following and not self.tail:
            raise NotADeck(
                place(self.page.last_text(0, self.end), self.number),
                "The file is cut off here: the last card has no A and no answer.",
            )
        self._report(self.start.line, "The line A is lost; all text is the question.")
        return self._checked(text, "", self.start.line)

    def _report_second_sign(self, first: int, body_end: int) -> None:
        second = self.page.find("A", first + 1, body_end)
        # An answer that is the letter A and nothing else is no guess.
        if second is not None and second != self.page.next_text(first + 1, body_end):
            self._report(second, "A second line A: taken as text of the answer.")

    def _body_end(self) -> int:
        """The line after the card's text: its tail, or what else does not belong."""
        if self.tail:
            self._report_after_tail(self.tail[1])
            return self.tail[0]
        end = self._without_next_number()
        torn = self.page.find_torn_tail(self.start.text, end)
        if torn is None:
            return end
        self._report(torn, "The copied tail is torn; what is left of it was taken off.")
        return torn

    def _report_after_tail(self, line: int) -> None:
        first = self.page.next_text(line, self.end)
        last = self.page.last_text(first, self.end)
        if first == self.end:
            return
        if first == last and self._is_next_number(first):
            self._report_next_number(first)
            return
        left_out = quote(self.page.lines[first : self.end])
        what = f"Text after the copied tail was left out: “{left_out}”."
        where = f"{_lines(first, last + 1)} (card {self.number})"
        self.problems.append(Problem(where, what))

    def _without_next_number(self) -> int:
        """The end without the next card's number, which a copied page may end in."""
        last = self.page.last_text(self.start.text, self.end)
        if last < self.start.text or not self._is_next_number(last):
            return self.end
        answer_sign = self.page.find("A", self.start.text, last)
        if answer_sign is None:
            return self.end
        if self.page.next_text(answer_sign + 1, self.end) == last:
            self._report(last, "The file ends in a number: taken as the answer.")
            return self.end
        self._report_next_number(last)
        return last

    def _is_next_number(self, line: int) -> bool:
        given = self.start.given or self.number
        return not self.following and self.page.number_at(line) == given + 1

    def _report_next_number(self, line: int) -> None:
        number = self.page.bare[line]
        what = f"The file ends in the number of a next card, {number}: left out."
        self._report(line, what)


def _check_announced(page: Page, end: int, found: int, problems: list[Problem]) -> None:
    for line in range(end):
        announced = _ANNOUNCED.search(page.bare[line])
        if announced and int(announced[1]) != found:
            what = f"The page speaks of {announced[1]} cards; {found:,} were read."
            problems.append(Problem(place(line), what))


def _check_last_tail(page: Page, starts: list[Start], problems: list[Problem]) -> None:
    """A cut within the last answer shows only where all cards before it had tails."""
    ends = [start.line for start in starts[1:]] + [len(page.lines)]
    tails = [
        page.find_tail(start.text, end) is not None
        for start, end in zip(starts, ends, strict=True)
    ]
    if len(tails) > 2 and all(tails[:-1]) and not tails[-1]:
        last = page.last_text(0, len(page.lines))
        what = "The last card alone has no copied tail: the file may be cut off here."
        problems.append(Problem(place(last, len(starts)), what))
