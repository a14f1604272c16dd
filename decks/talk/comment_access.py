"""Discussions and comments that somebody may read; for everybody else there are none.

The deck in which the card lies now decides, as for suggestions.
"""

import dataclasses
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Card
from decks.talk.models import Comment, Suggestion
from decks.talk.suggest_access import readable_deck_or_404, suggestion_or_404


@dataclasses.dataclass(frozen=True, slots=True)
class Thread:
    """What is said of a card or, where it has one, of a suggestion.

    `deck` is the one that lets people read it, annotated with `may_edit`.
    """

    deck: Any
    card: Card | None = None
    suggestion: Suggestion | None = None

    @property
    def comments(self) -> QuerySet[Comment]:
        """All of it, in no order."""
        if self.suggestion is not None:
            return Comment.objects.filter(suggestion=self.suggestion)
        return Comment.objects.filter(card=self.card, suggestion=None)

    @property
    def page(self) -> str:
        """The address at which it is read."""
        if self.suggestion is not None:
            return reverse("suggestion", args=[self.suggestion.pk])
        return reverse("card_talk", args=[self._card_id])

    @property
    def add_url(self) -> str:
        """The address that takes another comment."""
        if self.suggestion is not None:
            return reverse("suggestion_comment_add", args=[self.suggestion.pk])
        return reverse("comment_add", args=[self._card_id])

    @property
    def about(self) -> str:
        """Its name among notices."""
        if self.suggestion is not None:
            return f"talk suggestion {self.suggestion.pk}"
        return f"talk card {self._card_id}"

    @property
    def _card_id(self) -> int:
        assert self.card is not None  # noqa: S101  (a thread is about one of the two)
        return self.card.pk


def card_thread_or_404(user: User, card_id: int) -> Thread:
    """What is said of a card. Raises Http404. Two statements."""
    card: Card = get_object_or_404(Card, pk=card_id)
    deck = readable_deck_or_404(user, card.deck_id)
    card.deck = deck
    return Thread(deck, card=card)


def suggestion_thread_or_404(user: User, suggestion_id: int) -> Thread:
    """What is said of a suggestion. Raises Http404. Two statements."""
    suggestion = suggestion_or_404(user, suggestion_id)
    return Thread(suggestion.deck, suggestion=suggestion)


def comment_or_404(user: User, comment_id: int) -> tuple[Comment, Thread]:
    """A comment and where it stands. Raises Http404."""
    comment: Comment = get_object_or_404(Comment, pk=comment_id)
    if comment.suggestion_id is not None:
        return comment, suggestion_thread_or_404(user, comment.suggestion_id)
    return comment, card_thread_or_404(user, comment.card_id or 0)


def own_comment_or_404(user: User, comment_id: int) -> tuple[Comment, Thread]:
    """The same where they wrote it. Raises Http404."""
    comment, thread = comment_or_404(user, comment_id)
    if comment.author_id != user.pk:
        raise Http404
    return comment, thread


def deletable_comment_or_404(user: User, comment_id: int) -> tuple[Comment, Thread]:
    """The same where they wrote it or edit the deck: who may also resolve it."""
    comment, thread = comment_or_404(user, comment_id)
    if comment.author_id != user.pk and not thread.deck.may_edit:
        raise Http404
    return comment, thread
