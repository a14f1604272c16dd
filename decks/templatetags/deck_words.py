"""Tags and filters of the pages about decks, and of messages that offer an undo."""

import uuid
from email.utils import parseaddr
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message

from decks.accounts.models import User
from decks.accounts.undo_offers import undo_path_of
from decks.cards.languages import language_name, languages_in_words
from decks.cards.models import Deck

register = template.Library()


@register.filter
def undo_path(message: Message) -> str:
    """Where the message's Undo button posts to; empty for one that offers none."""
    return undo_path_of(message)


@register.filter
def language(code: str) -> str:
    """`German` for "de"; a code that has no name here stays as it is."""
    return language_name(code)


@register.filter
def languages(deck: Deck) -> str:
    """`English`, or of both sides `English to German`; empty where none is said."""
    return languages_in_words(deck.question_lang, deck.answer_lang)


@register.filter
def initials(name: str) -> str:
    """One or two letters for the round sign beside a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.simple_tag
def new_id() -> uuid.UUID:
    """The id of a form that is to have its effect once, however often it is sent."""
    return uuid.uuid4()


@register.simple_tag(takes_context=True)
def full_address(context: dict[str, Any], path: str) -> str:
    """The path with scheme and host, to be sent to somebody."""
    return str(context["request"].build_absolute_uri(path))


@register.filter
def can_be_reported(deck: Deck, user: User | AnonymousUser) -> bool:
    """Whether the deck's page offers to report it: a public one of somebody else."""
    is_public = deck.visibility == Deck.Visibility.PUBLIC
    return is_public and user.is_authenticated and deck.owner_id != user.pk


@register.simple_tag
def site_address() -> str:
    """The mail address of whoever runs the site: the sender of its mail."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
