"""Writes Anki's "notes in plain text": id, question, answer, tags.

`#html:false` has Anki take every sign as it stands, and a note type that is Basic has
nobody take `{{c1::…}}` for a gap. Anki's tags hold no spaces: a sign
stands for them that no tag holds, and a header of ours, which Anki passes over, tells.
"""

from decks.transfer.formats.anki_header import SPACE_IN_TAGS
from decks.transfer.formats.tag_cells import sign_for_space, write_anki_tags
from decks.transfer.formats.written import WrittenCard, WrittenDeck

_HEADER = ("#separator:tab", "#html:false", "#notetype:Basic")


def write(deck: WrittenDeck) -> bytes:
    """The deck's cards, tags and title. They come back as they are."""
    tags = [tag for card in deck.cards for tag in card.tags]
    sign = sign_for_space(tags)
    has_keys = any(card.key for card in deck.cards)
    lines = [*_HEADER, *_told_columns(deck, has_keys=has_keys)]
    if any(" " in tag for tag in tags):
        lines.append(f"#{SPACE_IN_TAGS}:{sign}")
    lines += [_row(card, sign, has_keys=has_keys) for card in deck.cards]
    return ("\n".join(lines) + "\n").encode()


def _told_columns(deck: WrittenDeck, *, has_keys: bool) -> list[str]:
    title = " ".join(deck.title.split())
    told = [f"#deck:{title}"] if title else []
    if has_keys:
        return [*told, "#guid column:1", "#tags column:4"]
    return [*told, "#tags column:3"]


def _row(card: WrittenCard, sign: str, *, has_keys: bool) -> str:
    cells = [card.question, card.answer, write_anki_tags(card.tags, sign)]
    return "\t".join(_cell(cell) for cell in ([card.key] if has_keys else []) + cells)


def _cell(cell: str) -> str:
    """The cell, between quotation marks where it needs them: `#` would be a comment."""
    if any(sign in cell for sign in '\t"\n') or cell.startswith("#"):
        return '"' + cell.replace('"', '""') + '"'
    return cell
