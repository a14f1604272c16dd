"""Pages as they are copied, built from cards."""

from collections.abc import Iterable

TAIL = "How well did you know this?\n1\nNot at all\n2\n3\n4\n5\nPerfectly\n"


def page(
    cards: Iterable[tuple[str, str]], *, title: str = "Deck", tail: str = ""
) -> str:
    """The page's text; `tail` ends each card."""
    text = f"{title}\n\n"
    for number, (question, answer) in enumerate(cards, start=1):
        text += f"{number}\nQ\n\n{question}\n\nA\n\n{answer}\n\n{tail}"
    return text
