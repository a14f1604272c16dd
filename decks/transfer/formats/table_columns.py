"""What the columns of a table hold: by their names, or by their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUESTION = {
    "question", "questions", "front", "term", "word", "prompt", "q", "side 1", "side a",
    "question text", "expression", "card front", "front text",
}  # fmt: skip
_ANSWER = {
    "answer", "answers", "back", "definition", "meaning", "a", "side 2", "side b",
    "translation", "answer text", "card back", "back text",
}  # fmt: skip
_TAGS = {"tags", "tag", "labels", "categories", "category", "topics"}
_KEY = {"guid", "id", "card id"}
_BRAINSCAPE = {
    "q prompt": ("question", 0),
    "q body": ("question", 1),
    "q clarifier": ("question", 2),
    "q footnote": ("question", 2),
    "a body": ("answer", 1),
    "a clarifier": ("answer", 2),
    "a footnote": ("answer", 2),
}
"""Side and part: 0 stands before the body, 2 after it as `| clarifier`."""

_DOTS = re.compile(r"[\s._:*-]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns, from 0. `question` and `answer` are (place, part)."""

    question: tuple[tuple[int, int], ...] = ((0, 1),)
    answer: tuple[tuple[int, int], ...] = ((1, 1),)
    tags: int | None = None
    key: int | None = None
    names: tuple[str, ...] = ()

    @property
    def used(self) -> set[int]:
        """All places that are read."""
        places = {place for place, _ in (*self.question, *self.answer)}
        return places | {p for p in (self.tags, self.key) if p is not None}


def is_header(cells: Sequence[str]) -> bool:
    """Whether the cells name a question's column and an answer's."""
    if len(cells) > 30:
        return False
    sides = {_role(cell)[0] for cell in cells}
    return {"question", "answer"} <= sides


def by_names(cells: Sequence[str]) -> Columns:
    """The columns that a header names; unnamed sides are the first that are left."""
    places: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(cells):
        role, part = _role(cell)
        taken = places.setdefault(role, [])
        if role and (not taken or taken[0][1] != part or cell_is_brainscape(cell)):
            taken.append((place, part))
    used = {place for taken in places.values() for place, _ in taken}
    free = [(place, 1) for place in range(len(cells)) if place not in used]
    question = places.get("question") or free[:1]
    rest = [one for one in free if one not in question]
    answer = places.get("answer") or rest[:1]
    return Columns(
        tuple(sorted(question, key=lambda one: (one[1], one[0]))),
        tuple(sorted(answer, key=lambda one: (one[1], one[0]))),
        _first(places, "tags"),
        _first(places, "key"),
        tuple(cells),
    )


def cell_is_brainscape(cell: str) -> bool:
    """Whether a name is one of Brainscape's labelled columns."""
    return _plain(cell) in _BRAINSCAPE


def cell_at(cells: Sequence[str], column: int | None) -> str:
    """The cell in that column, "" where there is none."""
    return cells[column] if column is not None and column < len(cells) else ""


def join_parts(cells: Sequence[str], places: Sequence[tuple[int, int]]) -> str:
    """The side of `places`: prompt, body, `| clarifier`, blank lines between.

    Of several parts those that are blank are left out; one alone stays to the letter.
    """
    if len(places) == 1:
        return cells[places[0][0]] if places[0][0] < len(cells) else ""
    parts = []
    for place, part in places:
        cell = cells[place] if place < len(cells) else ""
        if cell and not cell.isspace():
            parts.append(f"| {cell}" if part == 2 else cell)
    return "\n\n".join(parts)


def _first(places: dict[str, list[tuple[int, int]]], role: str) -> int | None:
    return places[role][0][0] if places.get(role) else None


def _plain(cell: str) -> str:
    return _DOTS.sub(" ", cell[:40]).strip().casefold()


def _role(cell: str) -> tuple[str, int]:
    """Which side a column's name means, and which part of it; "" for none."""
    name = _plain(cell)
    if name in _BRAINSCAPE:
        return _BRAINSCAPE[name]
    roles = {"question": _QUESTION, "answer": _ANSWER, "tags": _TAGS, "key": _KEY}
    return next(((r, 1) for r, names in roles.items() if name in names), ("", 1))
