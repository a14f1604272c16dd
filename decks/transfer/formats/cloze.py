"""Texts with gaps: a card for each, which asks for what was in the gap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

GAP = "[…]"
GAPS_MAX = 100
"""A text with more gaps than this has no cards for the rest."""

_TEXT_MAX_CHARACTERS = 40_000
"""Twice a side: no card comes of a longer text."""

_ANKI = re.compile(r"\{\{c(\d{1,3})::((?:[^{}]++|[{}](?![{}]))*+)\}\}", re.I)
_MARKDOWN = re.compile(
    r"\{\{c(\d{1,3})::((?:[^{}]++|[{}](?![{}]))*+)\}\}"
    r"|\{\{((?:[^{}\n]++|[{}](?![{}]))++)\}\}"
    r"|(?<!=)==(?![=\s])((?:[^=\n]++|=(?!=))++)(?<!\s)==(?!=)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of a text; gaps with one `number` are asked for together."""

    start: int
    end: int
    number: int
    inside: str
    hint: str = ""


def find_anki_gaps(text: str) -> list[Gap]:
    """The gaps `{{c1::inside::hint}}`."""
    if "{{" not in text or len(text) > _TEXT_MAX_CHARACTERS:
        return []
    return [_numbered(found) for found in _ANKI.finditer(text)]


def find_markdown_gaps(text: str) -> list[Gap]:
    """The gaps `==inside==` and `{{inside}}`, each by itself, and Anki's."""
    if len(text) > _TEXT_MAX_CHARACTERS or ("==" not in text and "{{" not in text):
        return []
    gaps = []
    for place, found in enumerate(_MARKDOWN.finditer(text)):
        if found[1]:
            gaps.append(_numbered(found))
        else:
            inside = found[3] or found[4]
            # Above all numbers of Anki's, so that none is asked together with them.
            gaps.append(Gap(found.start(), found.end(), 1000 + place, inside))
    return gaps


def _numbered(found: re.Match[str]) -> Gap:
    inside, _, hint = found[2].partition("::")
    return Gap(found.start(), found.end(), int(found[1]), inside, hint)


def told_limit(gaps: list[Gap]) -> str:
    """What to say of a text with more gaps than become cards, else ""."""
    asked = len({gap.number for gap in gaps})
    if asked <= GAPS_MAX:
        return ""
    return f"This text has {asked:,} gaps; {GAPS_MAX} became cards."


def cards_of(text: str, gaps: list[Gap]) -> Iterator[tuple[int, str, str]]:
    """Number, question and answer for each gap number, in their order in the text.

    Of the gaps that are not asked for, what is inside stands in the question. Several
    gaps of one number make one answer, a line each.
    """
    places: dict[int, list[int]] = {}
    filled, at = list[str](), 0
    for gap in gaps:
        filled += (text[at : gap.start], gap.inside)
        at = gap.end
        places.setdefault(gap.number, []).append(len(filled) - 1)
    filled.append(text[at:])
    for number in list(places)[:GAPS_MAX]:
        asked = filled.copy()
        for place in places[number]:
            hint = gaps[place // 2].hint
            asked[place] = f"[{hint}]" if hint else GAP
        answers = dict.fromkeys(filled[place] for place in places[number])
        yield number, "".join(asked), "\n".join(answers)
