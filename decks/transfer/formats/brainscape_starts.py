"""Where the cards of a copied Brainscape page start, and which guesses that took.

Strict: the next expected number alone on a line, then `Q`. Beyond that only what a
person would see too, each reported:

- another number followed by `Q` and, before the next start, by `A`;
- `Q` right after a copied tail, its number lost;
- a number whose `Q` is lost: it is the one missing in the count and stands after a
  blank line or a tail. With an `A` it is a card, without one its text is left out.
"""

from collections.abc import Iterator
from itertools import pairwise

from decks.transfer.formats.brainscape_page import Page, Start
from decks.transfer.formats.parsed import CARDS_MAX, NotADeck, Problem, place


def find_starts(page: Page, problems: list[Problem]) -> list[Start]:
    """All starts in order, lost ones included. Raises NotADeck where none is framed."""
    framed = _in_count(page, _few(page.framed_starts()), problems)
    if not framed:
        raise NotADeck(
            f"lines 1 to {len(page.lines)}",
            "No line holds a card's number and is followed by a line Q, "
            "so no card was found.",
        )
    starts = list(_few(iter(_with_lost(page, framed))))
    problems.extend(_out_of_count(starts))
    return starts


def _few(starts: Iterator[Start]) -> Iterator[Start]:
    for count, start in enumerate(starts):
        if count == CARDS_MAX:
            raise NotADeck(
                place(start.line), f"Here the deck has more than {CARDS_MAX:,} cards."
            )
        yield start


def _in_count(
    page: Page, starts: Iterator[Start], problems: list[Problem]
) -> list[Start]:
    """The starts that are cards: those in count, and others that have an `A`."""
    found, number = list(starts), 0
    accepted: list[Start] = []
    if not found:
        return accepted
    ends = [start.line for start in found[1:]] + [len(page.lines)]
    following = [start.given for start in found[1:]] + [None]
    for start, end, next_given in zip(found, ends, following, strict=True):
        expected = number + 1
        answered = _has_answer(page, start, end)
        in_count = start.given == expected and next_given != expected
        if not answered and not in_count:
            problems.append(_kept_as_text(start, len(accepted)))
            continue
        accepted.append(start)
        number = expected if start.given is None else start.given
    return accepted


def _has_answer(page: Page, start: Start, end: int) -> bool:
    tail = page.find_tail(start.text, end)
    return page.find("A", start.text, tail[0] if tail else end) is not None


def _kept_as_text(start: Start, number: int) -> Problem:
    sign = "Q" if start.given is None else f"{start.given} and then Q"
    return Problem(
        place(start.line, number),
        f"Here stands {sign}, but no A follows: taken as text, not as a card.",
    )


def _out_of_count(starts: list[Start]) -> Iterator[Problem]:
    """What to say of starts whose number is not the next one, or is lost."""
    number = 0
    for card, start in enumerate(starts, start=1):
        if start.given != number + 1:
            given = "no number" if start.given is None else f"number {start.given}"
            after = f"after number {number}" if number else "on the first card"
            what = f"Here stands {given} {after}: taken as card {card} of this deck."
            yield Problem(place(start.line, card), what)
        number = number + 1 if start.given is None else start.given


def _with_lost(page: Page, framed: list[Start]) -> list[Start]:
    """The framed starts, and between them those whose `Q` is lost."""
    found: list[Start] = []
    number = 0
    for start, following in pairwise([*framed, None]):
        if start is None:
            continue
        number = number + 1 if start.given is None else start.given
        found.append(start)
        found.extend(_lost_after(page, start, number, following))
    return found


def _lost_after(
    page: Page, start: Start, number: int, following: Start | None
) -> list[Start]:
    end = following.line if following else len(page.lines)
    last = (following.given or 0) - 1 if following else number + CARDS_MAX
    if last <= number:
        return []
    lost = _run_of_numbers(page, _answer_begins(page, start, end), end, number, last)
    sure = following or len(lost) > 1 or any(_convincing(page, at, end) for at in lost)
    return [Start(at.line, at.text, at.given, framed=False) for at in lost if sure]


def _answer_begins(page: Page, start: Start, end: int) -> int:
    """The second line of the answer's text: its first may be a number by itself."""
    tail = page.find_tail(start.text, end)
    if tail:
        return tail[0]
    answer = page.find("A", start.text, end)
    return page.next_text(start.text if answer is None else answer + 1, end) + 1


def _run_of_numbers(
    page: Page, line: int, end: int, number: int, last: int
) -> list[Start]:
    """The lines that count on from `number` up to `last`, each with text after it."""
    run: list[Start] = []
    while number < last:
        at = _next_number(page, line, end, number + 1)
        if at is None or page.next_text(at + 1, end) == end:
            break
        number, line = number + 1, at + 1
        run.append(Start(at, at + 1, number))
    return run


def _next_number(page: Page, line: int, end: int, number: int) -> int | None:
    """The first line from `line` on that holds the number and stands apart."""
    while (at := page.find(str(number), line, end)) is not None:
        line = at + 1
        if page.bare[at - 1] and not page.follows_tail(at):
            continue
        tail = page.find_tail(max(0, at - 12), min(end, at + 12))
        if tail is None or not tail[0] < at < tail[1]:
            return at
        line = tail[1]
    return None


def _convincing(page: Page, start: Start, end: int) -> bool:
    """Whether a lone number at the end of a page starts a card all the same."""
    return page.follows_tail(start.line) or page.find("A", start.text, end) is not None
