"""Changing a card."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from decks.accounts.requests import LearnerRequest
from decks.cards.forms import SidesForm
from decks.cards.models import Card, Deck


@require_http_methods(["GET", "HEAD", "POST"])
def edit_card(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Change a card's sides and tags; `session` is the sitting to go back to."""
    editable = Card.objects.filter(deck__in=Deck.objects.editable_by(request.user))
    card = get_object_or_404(editable.select_related("deck"), pk=card_id)
    session_id = _session_id(request)
    form = SidesForm(request.POST or None, instance=card)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Card saved.")
        if session_id is None:
            return redirect("deck", card.deck_id)
        return redirect("study_answer", session_id, card.pk)
    context = {"card": card, "form": form, "session_id": session_id}
    status = 422 if form.errors else 200
    return render(request, "cards/edit.html", context, status=status)


def _session_id(request: LearnerRequest) -> uuid.UUID | None:
    given = request.POST.get("session") or request.GET.get("session") or ""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
