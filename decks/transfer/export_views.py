"""Taking a deck along: files for other programs, a sheet to print."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from decks.accounts.attachments import attachment
from decks.accounts.requests import LearnerRequest
from decks.cards.library import copyable_by
from decks.cards.models import Card, Deck
from decks.transfer.exporting import EXPORTS, file_name, written_deck


def _deck(request: LearnerRequest, deck_id: int) -> Deck:
    """The deck where they may take it along: readable, unless its owner says no."""
    deck: Deck = get_object_or_404(copyable_by(request.user), pk=deck_id)
    return deck


@require_safe
def export(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """The kinds of file that there are."""
    context = {"deck": _deck(request, deck_id), "exports": EXPORTS}
    return render(request, "export/export.html", context)


@require_safe
def export_file(request: LearnerRequest, deck_id: int, kind: str) -> HttpResponseBase:
    """The deck as a file of this kind (EXPORTS), to be saved and never shown."""
    deck = _deck(request, deck_id)
    if kind not in EXPORTS:
        raise Http404
    data = EXPORTS[kind].write(written_deck(deck))
    if data is None:
        messages.error(
            request,
            f"This deck cannot be written for {EXPORTS[kind].label}: "
            "some cards have line breaks or tabs.",
        )
        return redirect("deck_export", deck.pk)
    name = file_name(deck, EXPORTS[kind])
    return attachment(data, name, EXPORTS[kind].content_type)


@require_safe
def sheet(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """All cards on a page for the printer: questions left, answers right."""
    deck = _deck(request, deck_id)
    context = {"deck": deck, "cards": Card.objects.filter(deck=deck).in_deck_order()}
    return render(request, "export/sheet.html", context)
