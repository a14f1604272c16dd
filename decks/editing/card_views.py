"""Writing cards: a new one, the next text of one, the same again."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, Deck
from decks.cards.writing import ChangedMeanwhile, Pen
from decks.editing.card_access import card_or_404, deck_or_404
from decks.editing.card_adding import add_card, duplicate_card, last_added
from decks.editing.card_changing import change_text, may_be_learned
from decks.editing.card_conflicts import Conflict, conflict_of, gone_from
from decks.editing.card_forms import ChangeCardForm, NewCardForm, initial_of
from decks.editing.following import cards_changed
from decks.htmx import is_swap


@require_http_methods(["GET", "HEAD", "POST"])
def new_card(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """A card for this deck; the page stays open for the next one."""
    deck = deck_or_404(request.user, deck_id)
    if request.method == "POST":
        form = NewCardForm(request.POST, deck=deck)
        if form.is_valid():
            return _added(request, deck, form)
        return _new_page(request, deck, form, status=422)
    return _new_page(request, deck, _blank(deck, request.GET.get("tags", "")))


_TAGS_MAX_CHARACTERS = 1000
"""Of more than this no address is made: the tags are typed anew."""


def _blank(deck: Deck, tags: str) -> NewCardForm:
    """The form for the next card; the tags of the last one are kept."""
    initial = {"form_id": uuid.uuid4(), "tags": tags.replace("\x00", "")}
    return NewCardForm(deck=deck, initial=initial)


def _added(request: LearnerRequest, deck: Deck, form: NewCardForm) -> HttpResponse:
    pen = Pen(request.user, timezone.now())
    _, is_made = add_card(deck, form.sides, pen, form_id=form.cleaned_data["form_id"])
    if is_made:
        cards_changed(deck.pk, by=request.user, now=pen.now)
    tags = "\n".join(form.cleaned_data["tags"])
    if is_swap(request):
        return _new_page(request, deck, _blank(deck, tags), said="Card added.")
    messages.success(request, "Card added.")
    kept = tags if len(tags) <= _TAGS_MAX_CHARACTERS else ""
    query = "?" + urlencode({"added": 1, "tags": kept})
    return redirect(reverse("card_new", args=[deck.pk]) + query)


def _new_page(
    request: LearnerRequest,
    deck: Deck,
    form: NewCardForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "deck": deck,
        "form": form,
        "said": said,
        "added": last_added(request.user, deck),
    }
    template = "cards/_new.html" if is_swap(request) else "cards/new.html"
    return render(request, template, context, status=status)


# --- The next text of a card ----------------------------------------------------------

_PAGE = "cards/edit.html"
_ROW = "cards/_edit_row.html"
_STUDY = "cards/_edit_study.html"
_GONE = {
    _PAGE: "cards/gone.html",
    _ROW: "cards/_gone.html",
    _STUDY: "cards/_gone_study.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_card(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Change a card: on a page, in its row of the list, in place of the studied card.

    `session` is the sitting to go back to.
    """
    editable = Card.objects.filter(deck__in=Deck.objects.editable_by(request.user))
    card = editable.select_related("deck").filter(pk=card_id).first()
    if card is None:
        return _gone(request, card_id)
    asks = may_be_learned(card)
    if request.method != "POST":
        form = _change_form(request, card, asks, initial=initial_of(card))
        return _edit_page(request, card, form)
    form = _change_form(request, card, asks, data=request.POST)
    if not form.is_valid():
        return _edit_page(request, card, form, status=422)
    try:
        changed = _change(request, card, form)
    except ChangedMeanwhile as change:
        return _conflict_page(request, change.card, form)
    except Card.DoesNotExist:
        return _gone(request, card_id)
    return _changed(request, changed)


def _change(request: LearnerRequest, card: Card, form: ChangeCardForm) -> Card:
    now = timezone.now()
    changed = change_text(
        card,
        form.sides,
        Pen(request.user, now),
        seen_version=form.cleaned_data["version"],
        is_new_meaning=form.cleaned_data.get("is_new_meaning", False),
    )
    if changed.updated_at == now:
        cards_changed(changed.deck_id, by=request.user, now=now)
    return changed


def _change_form(
    request: LearnerRequest, card: Card, asks_meaning: bool, **given: Any
) -> ChangeCardForm:
    """The card's form; in a list its ids are the row's own."""
    name = f"card{card.pk}_%s" if _place(request) == _ROW else "id_%s"
    return ChangeCardForm(
        deck=card.deck, asks_meaning=asks_meaning, auto_id=name, **given
    )


def _place(request: LearnerRequest) -> str:
    """Where the form stands; htmx says what its reply is to take the place of."""
    if not is_swap(request):
        return _PAGE
    return _STUDY if request.headers.get("HX-Target") == "card" else _ROW


def _edit_page(
    request: LearnerRequest,
    card: Card,
    form: ChangeCardForm,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "card": card,
        "deck": card.deck,
        "form": form,
        "conflict": conflict,
        "session_id": _session_id(request),
        "back": _back(request, card),
    }
    response = render(request, _place(request), context, status=status)
    response.headers["Vary"] = "HX-Request, HX-Target"
    return response


def _conflict_page(
    request: LearnerRequest, now_there: Card, form: ChangeCardForm
) -> HttpResponse:
    """The other's text beside mine; saving again is saving over what is shown."""
    now_there = Card.objects.select_related("deck", "written_by").get(pk=now_there.pk)
    data = request.POST.copy()
    data["version"] = str(now_there.version)
    again = _change_form(request, now_there, may_be_learned(now_there), data=data)
    conflict = conflict_of(now_there, form.sides, request.user)
    return _edit_page(request, now_there, again, conflict=conflict, status=422)


def _gone(request: LearnerRequest, card_id: int) -> HttpResponse:
    """The card is not there any more: what was typed can become a new one."""
    if request.method != "POST":
        raise Http404
    form = ChangeCardForm(request.POST, deck=Deck(), asks_meaning=False)
    form.is_valid()
    gone = gone_from(request.user, card_id, form.cleaned_data.get("deck"))
    text = {name: request.POST.get(name, "") for name in ("question", "answer", "tags")}
    initial = text | {"form_id": uuid.uuid4()}
    context = {
        "deck": gone.deck,
        "gone": gone,
        "form": NewCardForm(deck=gone.deck, initial=initial),
        "is_row": _place(request) == _ROW,
    }
    # 422 for a swap: htmx leaves out other failures.
    status = 422 if is_swap(request) else 409
    return render(request, _GONE[_place(request)], context, status=status)


def _changed(request: LearnerRequest, card: Card) -> HttpResponse:
    """Back to where the form stood. htmx follows: what it then gets takes its place."""
    if _place(request) == _ROW:
        return redirect(reverse("card_row", args=[card.pk]) + "?saved=1")
    if _place(request) == _PAGE:
        messages.success(request, "Card saved.")
    return redirect(_back(request, card))


def _back(request: LearnerRequest, card: Card) -> str:
    session_id = _session_id(request)
    if session_id is None:
        return reverse("deck", args=[card.deck_id]) + "#cards"
    return reverse("study_answer", args=[session_id, card.pk])


def _session_id(request: LearnerRequest) -> uuid.UUID | None:
    given = request.POST.get("session") or request.GET.get("session") or ""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


@require_POST
def duplicate(request: LearnerRequest, card_id: int) -> HttpResponse:
    """The same card again, right after it, and on to changing it."""
    card = card_or_404(request.user, card_id)
    pen = Pen(request.user, timezone.now())
    made = duplicate_card(card, pen)
    cards_changed(card.deck_id, by=request.user, now=pen.now)
    messages.success(request, "Card duplicated. This is the copy.")
    return redirect("card_edit", made.pk)
