"""Cards that ask the same and answer differently: no copies, but worth a look."""

import re
from collections.abc import Sequence

from decks.transfer.formats.parsed import ParsedCard

COMMON_MAX = 0.5
"""Answers that share a greater part of their words (Jaccard) are one in other words."""

_WORD = re.compile(r"[^\W_]+")


def find_same_questions(cards: Sequence[ParsedCard]) -> list[tuple[int, int]]:
    """Pairs of numbers (lower, higher): one question, two different answers.

    Two questions are the same where one is the other, or its first line. Capitals,
    spacing and signs at the end do not count. Each card is paired with the first that
    asks the same, so there are no more pairs than cards. Time grows with the text.
    """
    first: dict[str, ParsedCard] = {}
    for card in cards:
        first.setdefault(_plain(card.question), card)
    pairs = set[tuple[int, int]]()
    for card in cards:
        same = _same(first, card)
        if same is not None and _differ(same.answer, card.answer):
            low, high = sorted((same.number, card.number))
            pairs.add((low, high))
    return sorted(pairs)


def _same(first: dict[str, ParsedCard], card: ParsedCard) -> ParsedCard | None:
    """The first card that asks the same, but the card itself."""
    found = first[_plain(card.question)]
    if found is card and "\n" in card.question:
        line = _plain(card.question.strip().partition("\n")[0])
        return first.get(line)
    return None if found is card else found


def _differ(answer: str, other: str) -> bool:
    words, others = _words(answer), _words(other)
    if not words or not others:
        return bool(words or others) or _plain(answer) != _plain(other)
    return len(words & others) <= COMMON_MAX * len(words | others)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .?!:")
