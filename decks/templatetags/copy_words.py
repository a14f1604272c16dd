"""Tags of the pages about copies."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from decks.cards.differences import Change, Piece

register = template.Library()


@register.filter
def only_here(pieces: Iterable[Piece]) -> SafeString:
    """A card's text; what the other card does not have is marked, in words too."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces))


def _marked(piece: Piece) -> SafeString:
    if piece.change is Change.SAME or not piece.text.strip():
        return format_html("{}", piece.text)
    words = piece.text.strip()
    before, after = piece.text.split(words, 1)
    only = '<span class="sr">[only here: </span>{}<span class="sr">]</span>'
    return format_html("{}<mark>" + only + "</mark>{}", before, words, after)
