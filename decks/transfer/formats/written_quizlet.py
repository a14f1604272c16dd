"""Writes text to paste into Quizlet: a card a line, a tab between its sides."""

from decks.transfer.formats.written import WrittenDeck


def write(deck: WrittenDeck) -> bytes | None:
    """The cards, or None where a side holds a tab or a line end, which nothing escapes.

    Title, tags and ids stay behind.
    """
    sides = [side for card in deck.cards for side in (card.question, card.answer)]
    if any("\t" in side or "\n" in side for side in sides):
        return None
    return "".join(f"{card.question}\t{card.answer}\n" for card in deck.cards).encode()
