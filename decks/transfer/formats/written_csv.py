"""Writes CSV that spreadsheets open well: UTF-8 with a byte order mark, CRLF rows.

The first row is `question,answer,tags`. A cell that begins like a formula gets an
apostrophe before it, which our reader takes off again. Title, description, languages
and ids stay behind.
"""

from decks.cards.formulas import guard
from decks.transfer.formats.table import OUR_HEADER
from decks.transfer.formats.tag_cells import write_tags
from decks.transfer.formats.written import WrittenDeck


def write(deck: WrittenDeck) -> bytes:
    """The deck's cards and tags. They come back as they are."""
    rows: list[tuple[str, ...]] = [OUR_HEADER]
    rows += [(card.question, card.answer, write_tags(card.tags)) for card in deck.cards]
    lines = [",".join(_cell(guard(cell)) for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _cell(cell: str) -> str:
    """The cell, between quotation marks where it needs them."""
    if any(sign in cell for sign in ',"\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
