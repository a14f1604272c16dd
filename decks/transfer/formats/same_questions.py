"""Cards that ask the same and answer differently: no copies, but worth a look."""

from collections import defaultdict
from collections.abc import Sequence

from decks.transfer.formats.parsed import ParsedCard


def find_same_questions(cards: Sequence[ParsedCard]) -> list[tuple[int, int]]:
    """Pairs of numbers (earlier, later): one question, two different answers.

    Capitals, spacing and signs at the end do not count. Each later card is paired with
    the first that asks the same, so there are fewer pairs than cards. Time grows with
    the text.
    """
    by_question: defaultdict[str, list[ParsedCard]] = defaultdict(list)
    for card in cards:
        by_question[_plain(card.question)].append(card)
    pairs: list[tuple[int, int]] = []
    for first, *later in by_question.values():
        answer = _plain(first.answer)
        pairs += [
            (first.number, card.number)
            for card in later
            if _plain(card.answer) != answer
        ]
    return sorted(pairs)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .?!:")
