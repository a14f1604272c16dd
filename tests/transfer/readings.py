"""Reading texts in tests: in, sides and problems out."""

import pytest

from decks.transfer import formats
from decks.transfer.formats import NotADeck, ParsedDeck, Reading


def read(text: str | bytes, format_name: str = "auto", **chosen) -> ParsedDeck:
    data = text if isinstance(text, bytes) else text.encode()
    return formats.read(data, Reading(format_name, **chosen))


def sides(parsed: ParsedDeck) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in parsed.cards]


def told(parsed: ParsedDeck) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in parsed.problems]


def refusal(text: str | bytes, format_name: str = "auto", **chosen) -> str:
    with pytest.raises(NotADeck) as caught:
        read(text, format_name, **chosen)
    return str(caught.value)
