"""What is said of the cards of some decks, card by card."""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Max, QuerySet, Window
from django.db.models.functions import RowNumber

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.study.models import ReviewState
from decks.talk.models import Comment

SHOWN_OF_A_CARD = 2
"""So many of a card's latest comments stand in a list of cards."""


@dataclasses.dataclass(frozen=True, slots=True)
class CardTalk:
    """A card that is talked about: its latest comments, oldest first.

    `level` is how the reader rated the card last, None where they never did.
    """

    card: Card
    level: int | None
    comments: list[Comment]

    @property
    def names(self) -> str:
        """Whom an answer answers: `Ada and Tom`."""
        said = (comment.author for comment in self.comments)
        known = [author.display_name for author in said if author is not None]
        return " and ".join(dict.fromkeys(known)) or "this card"


@dataclasses.dataclass(frozen=True, slots=True)
class Discussion:
    """Cards that are talked about, the latest first, and how many there are in all."""

    talks: list[CardTalk]
    count: int


def discussion_of(
    user: User, deck_ids: Collection[int], limit: int, *, start: int = 0
) -> Discussion:
    """What is said, and not yet resolved, of cards of these decks that they may read.

    At most `limit` cards, from the `start`-th latest. Five statements, three where
    nothing is said.
    """
    found = talked_about(user, deck_ids)
    count = found.count()
    card_ids = [row["card"] for row in found[start : start + limit]] if count else []
    return Discussion(talks_of(user, card_ids), count)


def talked_about(user: User, deck_ids: Collection[int]) -> QuerySet[Comment, Any]:
    """The cards with open comments as `card`, the latest said first."""
    decks = Deck.objects.readable_by(user).filter(pk__in=deck_ids)
    said = Comment.objects.filter(
        card__deck__in=decks, suggestion=None, resolved_at=None
    )
    return said.values("card").annotate(latest=Max("pk")).order_by("-latest")


def talks_of(user: User, card_ids: list[int]) -> list[CardTalk]:
    """These cards, in this order, with what is said of them. Three statements."""
    if not card_ids:
        return []
    cards = Card.objects.select_related("deck").in_bulk(card_ids)
    said = _by_card(latest_comments(card_ids))
    levels = levels_of(user, card_ids)
    return [
        CardTalk(cards[card_id], levels.get(card_id), said.get(card_id, []))
        for card_id in card_ids
        if card_id in cards
    ]


def latest_comments(card_ids: Collection[int]) -> Iterable[Comment]:
    """The latest open ones of each card, oldest first."""
    place = Window(RowNumber(), partition_by=F("card"), order_by=F("pk").desc())
    said = Comment.objects.filter(
        card__in=card_ids, suggestion=None, resolved_at=None
    ).annotate(place=place)
    shown = said.filter(place__lte=SHOWN_OF_A_CARD)
    return shown.select_related("author").order_by("pk")


def _by_card(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    by_card: dict[int, list[Comment]] = {}
    for comment in comments:
        by_card.setdefault(comment.card_id or 0, []).append(comment)
    return by_card


def levels_of(user: User, card_ids: Collection[int]) -> dict[int, int]:
    """How somebody rated these cards last; those that they never did are left out."""
    states = ReviewState.objects.filter(user=user, card__in=card_ids, prompt=0)
    rated = states.filter(last_level__isnull=False)
    return dict(rated.values_list("card_id", "last_level"))
