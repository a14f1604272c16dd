"""Keeping a deck's cards in order: their places, their tags, its weak spots."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, How
from decks.cards.plurals import counted
from decks.cards.writing import Pen
from decks.editing.card_access import card_or_404, deck_or_404
from decks.editing.card_list_forms import PlaceForm, TagChangeForm
from decks.editing.placing import number_of, place_after, place_at, place_before, step
from decks.editing.tagging import remove_tag, rename_tag, tag_counts, tag_options
from decks.editing.weak_spots import hardest, weak_spots
from decks.groups.deck_news import deck_changed
from decks.groups.sharing import is_shared
from decks.htmx import is_swap


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Put a card at a place, a step up or down, or beside another card."""
    card = card_or_404(request.user, card_id)
    form = PlaceForm(request.POST or None, last=card.deck.card_count)
    if request.method != "POST" or not form.is_valid():
        context = {"card": card, "deck": card.deck, "form": form}
        context["number"] = number_of(card)
        status = 422 if form.is_bound else 200
        return render(request, "cards/place.html", context, status=status)
    said = _placed(card, form)
    if is_swap(request):
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    messages.success(request, said)
    return redirect("deck", card.deck_id)


def _placed(card: Card, form: PlaceForm) -> str:
    data = form.cleaned_data
    if data["after"] or data["before"]:
        put, other = (
            (place_after, data["after"])
            if data["after"]
            else (place_before, data["before"])
        )
        is_there = put(card.deck_id, card.pk, other)
        number = number_of(Card.objects.get(pk=card.pk)) if is_there else None
    elif data["by"]:
        number = step(card.deck_id, card.pk, data["by"])
    else:
        number = place_at(card.deck_id, card.pk, data["number"])
    if number is None:
        return "The card beside it is gone. Nothing was moved."
    return f"Card moved. It is now {number:,} of {card.deck.card_count:,}."


@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """All tags of a deck: rename one everywhere, make two one, take one off."""
    deck = deck_or_404(request.user, deck_id)
    form = TagChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _retagged(request, deck_id, form))
        return redirect("deck_tags", deck_id)
    context = {"deck": deck, "form": form, "tags": tag_counts(deck_id)}
    status = 422 if form.is_bound else 200
    return render(request, "cards/tags.html", context, status=status)


def _retagged(request: LearnerRequest, deck_id: int, form: TagChangeForm) -> str:
    pen = Pen(request.user, timezone.now(), How.RETAGGED)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    if form.cleaned_data["remove"]:
        count = remove_tag(deck_id, old, pen)
        done = f"“{old}” taken off"
    else:
        count = rename_tag(deck_id, old, new, pen)
        done = f"“{old}” is now “{new}” on"
    if count:
        deck_changed(deck_id, by=request.user, now=pen.now)
    return f"{done} {counted(count, 'card')}."


@require_safe
def options(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """The deck's tags with `q` in them, for the field that is being typed in."""
    deck = deck_or_404(request.user, deck_id)
    found = tag_options(deck.pk, request.GET.get("q", "")[:100])
    return render(request, "cards/_tag_options.html", {"tags": found})


@require_safe
def weak(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Where the deck is weak, counted now."""
    deck = deck_or_404(request.user, deck_id)
    tells = not is_shared(deck.pk)
    context = {
        "deck": deck,
        "spots": weak_spots(deck, tells_of_learners=tells),
        "hardest": hardest(deck) if tells else [],
        "is_shared": not tells,
    }
    return render(request, "cards/weak.html", context)
