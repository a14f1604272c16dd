"""Filters of the pages on which people tell each other something."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from decks.accounts.ages import age_in_words
from decks.accounts.models import User
from decks.talk.links import pieces

register = template.Library()


@register.filter
def ago(then: dt.datetime, now: dt.datetime) -> SafeString:
    """`2 hours ago`, for machines and under the pointer to the second."""
    moment = then.isoformat(timespec="seconds")
    words = age_in_words(then, now)
    return format_html('<time datetime="{}">{}</time>', moment, words)


@register.filter
def name(person: User | None) -> str:
    """What others call somebody, of whom a deleted account leaves no name."""
    return "Somebody" if person is None else person.display_name


@register.filter
def linked(text: str) -> SafeString:
    """Plain text, all of it escaped, in which addresses can be followed.

    Line breaks stay as they are: the page sets them with `white-space: pre-wrap`.
    """
    written = "".join(_piece(*piece) for piece in pieces(text))
    return SafeString(written)  # nosec B703


def _piece(text: str, is_address: bool) -> SafeString:
    if not is_address:
        return format_html("{}", text)
    return format_html('<a href="{0}" rel="nofollow noopener ugc">{0}</a>', text)
