"""The page of a card: where its learner stands with it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.attachments import CSV, attachment
from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, Deck
from decks.progress.card_csv import ratings_csv
from decks.progress.card_log import card_log
from decks.progress.card_page import card_progress
from decks.study.learners import calendar_of


@require_safe
def card(request: LearnerRequest, card_id: int) -> HttpResponse:
    """A card's text, the learner's curve of it, and each rating (`?all` of them)."""
    card = _card(request.user, card_id)
    progress = card_progress(request.user, card, now=timezone.now())
    is_all = "all" in request.GET
    context = {
        "card": card,
        "deck": card.deck,
        "progress": progress,
        "lines": progress.lines(is_all=is_all),
        "is_all": is_all,
    }
    return render(request, "cards/card.html", context)


@require_safe
def card_ratings(request: LearnerRequest, card_id: int) -> HttpResponseBase:
    """The table of that page, all of it, to be saved."""
    card = _card(request.user, card_id)
    events = card_log(request.user, card).events[::-1]
    content = ratings_csv(events, calendar_of(request.user))
    return attachment(content, f"card-{card.pk}-ratings.csv", CSV)


def _card(user: User, card_id: int) -> Any:
    """The readable card with its deck, annotated with `may_edit`, or 404."""
    editable = Deck.objects.editable_by(user).filter(pk=OuterRef("deck_id"))
    readable = Card.objects.filter(deck__in=Deck.objects.readable_by(user))
    found = readable.annotate(may_edit=Exists(editable)).select_related("deck")
    return get_object_or_404(found, pk=card_id)
