"""What others may find, look into and make their own."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import OuterRef, Q

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.querysets import DeckQuerySet

SAMPLE_SIZE = 5
WORDS_MAX = 8
"""So many words of a search are looked at."""

NEAR_ENOUGH = 0.5
"""pg_trgm's word similarity from which a title has a word like the one looked for:
a transposed or a missing letter in a word of six."""


class Order(models.TextChoices):
    """How the library is sorted."""

    TITLE = "title", "Title"
    NEWEST = "newest", "Newest"
    LARGEST = "cards", "Most cards"


_ORDERS: dict[str, tuple[str, ...]] = {
    Order.TITLE: ("title", "pk"),
    Order.NEWEST: ("-created_at", "-pk"),
    Order.LARGEST: ("-card_count", "title", "pk"),
}


def public_decks(order: str = Order.TITLE) -> DeckQuerySet:
    """Listed decks with at least one card, in this order."""
    return Deck.objects.listed().filter(card_count__gt=0).order_by(*_ORDERS[order])


def with_words(decks: DeckQuerySet, text: str) -> DeckQuerySet:
    """Decks that have each of the words, or one much like it, in title or description.

    Near words are looked for in titles only. The first WORDS_MAX words count.
    """
    for number, word in enumerate(text.split()[:WORDS_MAX]):
        near = f"near_{number}"
        has_it = Q(title__icontains=word) | Q(description__icontains=word)
        alike = {near: TrigramWordSimilarity(word, "title")}
        decks = decks.alias(**alike).filter(has_it | Q(**{f"{near}__gte": NEAR_ENOUGH}))
    return decks


def sample_cards(deck: Deck) -> list[Card]:
    """The first five cards: what a stranger sees of a public deck. One statement."""
    return list(Card.objects.filter(deck=deck).in_deck_order()[:SAMPLE_SIZE])


def copyable_by(user: User) -> DeckQuerySet:
    """Decks one may copy: readable, and not kept from it by somebody else, nor taken
    down."""
    editable = Deck.objects.editable_by(user).filter(pk=OuterRef("pk"))
    may = Q(allows_export=True) | Q(models.Exists(editable))
    return Deck.objects.readable_by(user).filter(may, taken_down_at=None)


def source_of(deck: Deck, user: User | AnonymousUser) -> Deck | None:
    """The deck that this one was copied from, where it is still there to be read.

    One statement, and none for a deck that is no copy.
    """
    if deck.copied_from_id is None:
        return None
    return Deck.objects.readable_by(user).filter(pk=deck.copied_from_id).first()


def linked_decks(link_key: str) -> DeckQuerySet:
    """The deck that a link leads to, if any: private and deleted ones keep closed."""
    open_ones = Deck.objects.exclude(visibility=Deck.Visibility.PRIVATE)
    return open_ones.filter(link_key=link_key, deleted_at=None)
