"""What the import page and its toast say of a plan: pure."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from decks.cards.plurals import counted
from decks.transfer.formats import FORMAT_WORDS, Problem, Reading
from decks.transfer.formats.separators import in_words
from decks.transfer.preview import Kind, Plan, Row
from decks.transfer.preview_copies import Twin

NUMBERS_MAX = 12
"""So many card numbers are named in a sentence."""

PLACES_MAX = 3
_LINE = re.compile(r"\bline (\d+)")
_CARD = re.compile(r"\(card (\d+)\)")


def save_words(plan: Plan) -> str:
    """The button: what it does and with how many; "" where nothing is to be done."""
    saved, deleted = len(plan.added) + len(plan.changed), len(plan.deleted)
    if saved and deleted:
        return f"Save {counted(saved, 'card')} and delete {deleted:,}"
    if deleted:
        return f"Delete {counted(deleted, 'card')}"
    return f"Save {counted(saved, 'card')}" if saved else ""


def done_words(plan: Plan) -> str:
    """The toast repeats the verb."""
    saved, deleted = len(plan.added) + len(plan.changed), len(plan.deleted)
    if not saved:
        return f"{counted(deleted, 'card')} deleted."
    return (
        f"{counted(saved, 'card')} saved{f', {deleted:,} deleted' if deleted else ''}."
    )


def into_words(plan: Plan) -> str:
    """What a Save into a deck of cards consists of."""
    parts = [
        (len(plan.added), "new"),
        (len(plan.changed), "changed"),
        (len(plan.deleted), "to delete"),
        (plan.counts[Kind.UNCHANGED], "unchanged"),
    ]
    return ", ".join(f"{count:,} {word}" for count, word in parts if count)


def reading_words(reading: Reading) -> str:
    """`numbered Q and A`, `a table, separated by comma`."""
    words = FORMAT_WORDS[reading.format].partition(",")[0]
    if reading.separator and reading.format in ("csv", "quizlet"):
        words += f", separated by {in_words(reading.separator)}"
    return words


def numbers(found: Sequence[int]) -> str:
    """`8, 10 and 11`; of very many the first and how many more."""
    shown = [f"{number:,}" for number in found[:NUMBERS_MAX]]
    if rest := len(found) - len(shown):
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def copies_words(pairs: Sequence[tuple[int, int]], *, in_deck: bool) -> str:
    """Which repeat which: `14 and 16 repeat 8 and 10.`"""
    verb = "repeats" if len(pairs) == 1 else "repeat"
    what = "the deck’s " if in_deck else ""
    later, earlier = zip(*pairs, strict=True)
    return f"{numbers(later)} {verb} {what}{numbers(earlier)}."


def look_alike_words(count: int) -> str:
    """The head of the notice on copies."""
    return (
        "1 card looks like a copy"
        if count == 1
        else f"{count:,} cards look like copies"
    )


def same_question_words(pair: tuple[int, int]) -> str:
    """What is worth a look in two cards that are no copies."""
    one, other = pair
    return f"Cards {one:,} and {other:,} ask the same question with different answers."


_WAY_WORDS = {"skip": ", skipped", "keep": ", kept"}
_NOTES = {
    (Kind.CHANGED, "take"): "Changed",
    (Kind.CHANGED, "leave"): "Left as it is",
    (Kind.UNCHANGED, ""): "In the deck already",
    (Kind.MISSING, "keep"): "Not in the text, kept",
    (Kind.MISSING, "delete"): "Not in the text, deleted",
}


def row_note(row: Row) -> str:
    """What stands under a card's question, "" for one that is simply new."""
    if row.twin is not None:
        return twin_words(row.twin) + _WAY_WORDS[row.way]
    return _NOTES.get((row.kind, row.way), "")


def twin_words(twin: Twin) -> str:
    """`Same as card 8`, or like it."""
    what = (
        f"the deck’s card {twin.number:,}" if twin.in_deck else f"card {twin.number:,}"
    )
    return f"Same as {what}" if twin.is_same else f"Like {what}"


OTHER_WAY = {
    "skip": ("keep", "Keep"),
    "keep": ("skip", "Skip"),
    "take": ("leave", "Leave as it is"),
    "leave": ("take", "Change it"),
}
"""By what is done with all: what one card can be set to, and the words for it."""

MISSING_OTHER_WAY = {"keep": ("delete", "Delete"), "delete": ("keep", "Keep")}


def other_way(kind: Kind, for_all: str) -> tuple[str, str]:
    """What a single card of this kind can be set to, and the words; two "" if none."""
    ways = MISSING_OTHER_WAY if kind is Kind.MISSING else OTHER_WAY
    return ways.get(for_all, ("", ""))


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """One thing that is wrong, at all its places; `line` is the first, 0 for none."""

    what: str
    where: str
    line: int


def said(problems: Iterable[Problem]) -> list[Said]:
    """The problems with those together that say the same."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems:
        places[problem.what].append(problem.where)
    return [
        Said(what, _where(where), line_of(where[0])) for what, where in places.items()
    ]


def _where(places: Sequence[str]) -> str:
    rest = len(places) - PLACES_MAX
    words = ", ".join(places[:PLACES_MAX])
    words = words[:1].upper() + words[1:]
    return f"{words} and {rest:,} more" if rest > 0 else words


def line_of(where: str) -> int:
    """The line that a place names, 0 for none."""
    found = _LINE.search(where)
    return int(found[1]) if found else 0


def card_of(where: str) -> int:
    """The card that a place names, 0 for none."""
    found = _CARD.search(where)
    return int(found[1]) if found else 0
