"""Making decks, changing what is said of them, their link, putting them away."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.form_parts import FormIdForm
from decks.accounts.requests import LearnerRequest
from decks.cards.languages import LANGUAGES
from decks.cards.library import copyable_by
from decks.cards.models import Deck
from decks.cards.plurals import counted
from decks.editing.deck_changing import (
    archive_deck,
    change_deck,
    learners_beside,
    replace_link,
    unarchive_deck,
)
from decks.editing.deck_forms import DeckSettingsForm, NewDeckForm
from decks.editing.deck_making import copy_deck, create_deck
from decks.groups.sharing import is_shared

_PRIVATE = Deck.Visibility.PRIVATE


@require_http_methods(["GET", "HEAD", "POST"])
def new_deck(request: LearnerRequest) -> HttpResponse:
    """A new deck, and from there to its first cards: written or imported."""
    form = NewDeckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settings = dict(form.cleaned_data)
        form_id = settings.pop("form_id")
        deck = create_deck(request.user, settings, form_id=form_id, now=timezone.now())
        goes_on = "import_into" if "import" in request.POST else "card_new"
        messages.success(request, "Deck created. Now its cards.")
        return redirect(goes_on, deck.pk)
    return _page(request, "decks/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_deck(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """A deck's settings; asks before learners lose it.

    Who saves holds the deck, so that of two at once the second sees the first's change.
    """
    kept = Deck.objects.kept_by(request.user)
    if request.method == "POST":
        kept = kept.select_for_update(no_key=True)
    deck = get_object_or_404(kept, pk=deck_id)
    form = DeckSettingsForm(request.POST or None, deck=deck)
    losing = 0
    if request.method == "POST":
        if form.is_valid():
            losing = _unasked(form, deck, request)
            if not losing:
                return _saved(request, deck_id, form)
        form.ask_again(losing=losing)
    context = {
        "form": form,
        "deck": deck,
        "losing": losing,
        "is_shared": is_shared(deck_id),
        "learner_count": learners_beside(deck, request.user),
    }
    return _page(request, "decks/edit.html", context)


def _unasked(form: DeckSettingsForm, deck: Deck, request: LearnerRequest) -> int:
    """How many learners would lose the deck, if the editor was not told of so many."""
    if form.changes.get("visibility") != _PRIVATE:
        return 0
    losing = learners_beside(deck, request.user)
    return losing if losing > (form.cleaned_data["losing"] or 0) else 0


def _saved(
    request: LearnerRequest, deck_id: int, form: DeckSettingsForm
) -> HttpResponse:
    if form.changes:
        change_deck(deck_id, form.changes, now=timezone.now())
    messages.success(request, "Deck saved.")
    # Whoever just opened it to those with the link wants the link.
    is_shared = form.changes.get("visibility") == Deck.Visibility.UNLISTED
    return redirect("deck_edit" if is_shared else "deck", deck_id)


@require_POST
def renew_link(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Another link in place of the one that is known."""
    replace_link(_kept(request, deck_id).pk, now=timezone.now())
    words = "The old link leads nowhere now. Those who came by it keep the deck."
    messages.success(request, words)
    return redirect("deck_edit", deck_id)


@require_POST
def archive(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Put a deck away."""
    deck = _kept(request, deck_id)
    archive_deck(deck, request.user, now=timezone.now())
    messages.success(request, f"Archived “{deck.title}”. It is under Archived decks.")
    return redirect("deck_list")


@require_POST
def unarchive(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Bring a deck back from among the archived ones."""
    deck = _kept(request, deck_id)
    unarchive_deck(deck, request.user, now=timezone.now())
    messages.success(request, f"“{deck.title}” is back.")
    return redirect("deck", deck_id)


@require_POST
def copy(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Make one's own copy of a deck."""
    copyable = copyable_by(request.user).select_related("owner")
    original = get_object_or_404(copyable, pk=deck_id)
    form = FormIdForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That could not be read. Nothing was copied.")
        return redirect("deck", deck_id)
    form_id = form.cleaned_data["form_id"]
    deck = copy_deck(original, request.user, form_id=form_id, now=timezone.now())
    cards = counted(deck.card_count, "card")
    messages.success(request, f"Copied {cards}. This deck is yours to change.")
    return redirect("deck", deck.pk)


def _kept(request: LearnerRequest, deck_id: int) -> Deck:
    return get_object_or_404(Deck.objects.kept_by(request.user), pk=deck_id)


def _page(
    request: LearnerRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    context["languages"] = LANGUAGES.values()
    status = 422 if context["form"].errors else 200
    return render(request, template, context, status=status)
