"""What the tests of the pages behind the numbers share."""

import datetime as dt

from django.test import Client

from decks.models import Deck, User
from decks.progress.overview.asked_reviews import AskedReviews, asked_reviews
from decks.progress.overview.scope import scope_from
from tests.factories import NOW

HTMX = {"HX-Request": "true"}


def text_of(client: Client, path: str, **headers: str) -> str:
    """The page at this path, which must be there."""
    reply = client.get(path, headers=headers)
    assert reply.status_code == 200
    return reply.content.decode()


def lose(deck: Deck) -> None:
    """Only its owner may read the deck from now on."""
    Deck.objects.filter(pk=deck.pk).update(visibility="private")


def asked(user: User, *, now: dt.datetime = NOW, **given: object) -> AskedReviews:
    """The ratings that an address asks for; `first` and `last` stand for its days."""
    names = {"first": "from", "last": "to"}
    query = {names.get(name, name): str(value) for name, value in given.items()}
    return asked_reviews(scope_from(user, query, now=now), query)
