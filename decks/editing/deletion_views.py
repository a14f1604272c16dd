"""Deleting a deck, and bringing it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from decks.accounts.requests import LearnerRequest
from decks.accounts.undo_offers import say_with_undo
from decks.cards.models import RESTORABLE_DAYS, Deck
from decks.editing.deck_deleting import (
    delete_deck,
    restorable,
    restorable_until,
    restore_deck,
    taken_along,
)

DECKS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Say what goes with the deck, and on a POST delete it; twice is once."""
    if request.method == "POST":
        return _delete(request, deck_id)
    deck = get_object_or_404(Deck.objects.kept_by(request.user), pk=deck_id)
    context = {
        "deck": deck,
        "others": taken_along(deck, request.user),
        "days": RESTORABLE_DAYS,
    }
    return render(request, "decks/delete.html", context)


def _delete(request: LearnerRequest, deck_id: int) -> HttpResponse:
    there = Deck.objects.kept_by(request.user)
    deck = get_object_or_404(
        there | Deck.objects.restorable_by(request.user), pk=deck_id
    )
    delete_deck(deck.pk, now=timezone.now())
    undo = reverse("deck_restore", args=[deck.pk])
    say_with_undo(request, f"Deleted “{deck.title}”.", undo)
    return redirect("deck_list")


@require_safe
def deleted(request: LearnerRequest) -> HttpResponse:
    """One's deleted decks, each with until when it can be brought back."""
    decks = restorable(request.user, now=timezone.now())
    page = Paginator(decks, DECKS_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"deck": deck, "until": restorable_until(deck)} for deck in page]
    context = {"page": page, "rows": rows, "days": RESTORABLE_DAYS}
    return render(request, "decks/deleted.html", context)


@require_POST
def restore(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Bring a deleted deck back; twice is once."""
    there = Deck.objects.kept_by(request.user)
    gone = restorable(request.user, now=timezone.now())
    deck = get_object_or_404(there | gone.order_by(), pk=deck_id)
    restore_deck(deck)
    messages.success(request, f"“{deck.title}” is back as it was.")
    return redirect("deck", deck.pk)
