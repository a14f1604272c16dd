"""What a card said before, who wrote it, and the way back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, CardVersion, Deck
from decks.cards.writing import ChangedMeanwhile, Pen
from decks.editing.history import history_of, put_back
from decks.groups.deck_news import deck_changed

_VERSION_MAX = 2**31 - 1


class PutBackForm(forms.Form):
    """Which text, and which one the page showed as the present."""

    version = forms.IntegerField(min_value=1, max_value=_VERSION_MAX)
    seen_version = forms.IntegerField(min_value=1, max_value=_VERSION_MAX)


class PlaceForm(forms.Form):
    """Where a page of the history begins."""

    before = forms.IntegerField(min_value=1, max_value=_VERSION_MAX, required=False)


def _card(request: LearnerRequest, card_id: int) -> Card:
    editable = Card.objects.filter(deck__in=Deck.objects.editable_by(request.user))
    card: Card = get_object_or_404(
        editable.select_related("deck", "written_by"), pk=card_id
    )
    return card


@require_safe
def card_history(request: LearnerRequest, card_id: int) -> HttpResponse:
    """All texts of a card, the present one first, each as what it changed."""
    card, place = _card(request, card_id), PlaceForm(request.GET)
    before = place.cleaned_data["before"] if place.is_valid() else None
    context = {
        "card": card,
        "deck": card.deck,
        "page": history_of(card, before=before),
        "before": before,
    }
    return render(request, "cards/history.html", context)


@require_POST
def put_card_back(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Let a card say again what it said."""
    card, form = _card(request, card_id), PutBackForm(request.POST)
    if not form.is_valid():
        raise Http404
    now = timezone.now()
    try:
        changed = put_back(card, pen=Pen(request.user, now), **form.cleaned_data)
    except CardVersion.DoesNotExist as error:
        raise Http404 from error
    except ChangedMeanwhile:
        messages.warning(
            request,
            "This card was changed meanwhile, so nothing was put back. "
            "Here is its history as it is now.",
        )
    else:
        if changed.updated_at == now:
            deck_changed(changed.deck_id, by=request.user, now=now)
        messages.success(request, "The earlier text is back.")
    return redirect("card_history", card.pk)
