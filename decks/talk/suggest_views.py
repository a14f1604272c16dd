"""Suggesting a change, a new card, a removal; changing that, and taking it back."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, Deck
from decks.editing.card_forms import initial_of
from decks.talk.models import Suggestion
from decks.talk.suggest_access import (
    deck_of_gone_card,
    own_suggestion_or_404,
    readable_card,
    readable_deck_or_404,
)
from decks.talk.suggest_forms import RemovalForm, SuggestTextForm
from decks.talk.suggest_news import announce_suggestion
from decks.talk.suggest_screens import answered_words
from decks.talk.suggesting import (
    OPEN_MAX,
    Answered,
    Draft,
    Meanwhile,
    TooManyOpen,
    change_suggestion,
    open_for,
    suggest,
    text_mark,
    withdraw,
)

Kind = Suggestion.Kind
TextForm = SuggestTextForm | RemovalForm

_FULL = (
    f"{OPEN_MAX} suggestions of yours wait for an answer in this deck. Take one back, "
    "or wait until some are answered. What you typed is below."
)


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_change(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Another text for a card; `together` asks everyone how to put it better."""
    card = readable_card(request.user, card_id)
    if card is None:
        return _gone(request, card_id)
    if request.method != "POST":
        is_together = request.GET.get("together") == "1"
        initial = initial_of(card) | _fresh() | {"together": is_together}
        form = SuggestTextForm(deck=card.deck, card=card, initial=initial)
        return _page(request, Kind.CHANGE, card.deck, form, card=card)
    form = SuggestTextForm(request.POST, deck=card.deck, card=card)
    return _send(request, Kind.CHANGE, card.deck, form, card=card)


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_new(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """A card that the deck should have."""
    deck = readable_deck_or_404(request.user, deck_id)
    if request.method != "POST":
        form = SuggestTextForm(deck=deck, initial=_fresh())
        return _page(request, Kind.NEW, deck, form)
    return _send(request, Kind.NEW, deck, SuggestTextForm(request.POST, deck=deck))


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_removal(request: LearnerRequest, card_id: int) -> HttpResponse:
    """A card that the deck should not have."""
    card = readable_card(request.user, card_id)
    if card is None:
        return _gone(request, card_id)
    if request.method != "POST":
        form = RemovalForm(initial=_fresh() | {"version": card.version})
        return _page(request, Kind.REMOVAL, card.deck, form, card=card)
    form = RemovalForm(request.POST)
    return _send(request, Kind.REMOVAL, card.deck, form, card=card)


def _fresh() -> dict[str, Any]:
    return {"form_id": uuid.uuid4()}


def _send(
    request: LearnerRequest,
    kind: Suggestion.Kind,
    deck: Deck,
    form: TextForm,
    card: Card | None = None,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, kind, deck, form, card=card, status=422)
    now, form_id = timezone.now(), form.cleaned_data["form_id"]
    draft = _draft(kind, deck, form, card)
    try:
        made, is_new = suggest(request.user, draft, form_id=form_id, now=now)
    except TooManyOpen:
        form.add_error(None, _FULL)
        return _page(request, kind, deck, form, card=card, status=422)
    except Card.DoesNotExist:
        return _gone(request, draft.card_id or 0)
    if is_new:
        announce_suggestion(made, deck, now=now)
    messages.success(request, "Suggestion sent.")
    return redirect(_back(request, card) or reverse("suggestion", args=[made.pk]))


def _draft(
    kind: Suggestion.Kind, deck: Deck, form: TextForm, card: Card | None
) -> Draft:
    data = form.cleaned_data
    given: dict[str, Any] = {}
    if isinstance(form, SuggestTextForm):
        is_together = data["together"] and card is not None
        given = {"sides": form.sides, "is_together": is_together}
    if card is not None:
        given |= {"card_id": card.pk, "seen_version": data["version"]}
    return Draft(kind, deck.pk, data["reason"], **given)


def _page(
    request: LearnerRequest,
    kind: Suggestion.Kind,
    deck: Deck,
    form: forms.Form,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form of this kind: `card` is what it is about, `suggestion` what it changes,
    `session_id` the sitting to go back to."""
    context = {
        "kind": kind.value,
        "deck": deck,
        "form": form,
        "session_id": _session_id(request),
        "is_together": _is_together(form),
        "open_ones": open_for(more["card"]) if more.get("card") else [],
        **more,
    }
    return render(request, "talk/suggest.html", context, status=status)


def _is_together(form: forms.Form) -> bool:
    """Whether the form, sent or not, asks others how to put it."""
    return "together" in form.fields and str(form["together"].value()) == "True"


def _gone(request: LearnerRequest, card_id: int) -> HttpResponse:
    """The card was deleted or moved while somebody wrote: their text stays."""
    if request.method != "POST":
        raise Http404
    given = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    try:
        deck_id = given.clean(request.POST.get("deck") or None)
    except forms.ValidationError as error:
        raise Http404 from error
    deck = deck_of_gone_card(request.user, card_id, deck_id)
    names = ("question", "answer", "tags", "reason")
    initial = {name: request.POST.get(name, "") for name in names} | _fresh()
    form = SuggestTextForm(deck=deck, initial=initial)
    return _page(request, Kind.NEW, deck, form, status=409, is_gone=True)


def _session_id(request: LearnerRequest) -> uuid.UUID | None:
    given = request.POST.get("session") or request.GET.get("session") or ""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _back(request: LearnerRequest, card: Card | None) -> str:
    """The card in the sitting that it was left from; empty where there is none."""
    session_id = _session_id(request)
    if session_id is None or card is None:
        return ""
    return reverse("study_answer", args=[session_id, card.pk])


# --- What one suggested ---------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_change(request: LearnerRequest, suggestion_id: int) -> HttpResponse:
    """Its author gives an open suggestion another text or reason."""
    suggestion = own_suggestion_or_404(request.user, suggestion_id)
    form = _own_form(suggestion, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        if suggestion.state != Suggestion.State.OPEN:
            return _answered(request, suggestion)
        return _own_page(request, suggestion, form)
    if not form.is_valid():
        return _own_page(request, suggestion, form, status=422)
    try:
        _change(suggestion, form)
    except Answered as error:
        error.suggestion.deck = suggestion.deck
        form.add_error(None, f"{answered_words(error.suggestion)} {_TOO_LATE}")
        return _own_page(request, error.suggestion, form, status=409)
    except Meanwhile as error:
        return _own_again(request, suggestion_id, str(error))
    except (Suggestion.DoesNotExist, Deck.DoesNotExist):
        return redirect("suggestion", suggestion_id)
    messages.success(request, "Suggestion changed.")
    return redirect("suggestion", suggestion_id)


_TOO_LATE = "Nothing was changed. What you typed is below: copy what you need."


def _own_form(suggestion: Suggestion, data: Any) -> TextForm:
    card = suggestion.card if suggestion.kind == Kind.CHANGE else None
    initial = {
        "question": suggestion.question,
        "answer": suggestion.answer,
        "tags": suggestion.tags,
        "reason": suggestion.reason,
        "version": card.version if card else None,
        "seen": text_mark(suggestion),
        "together": suggestion.is_together,
    }
    if suggestion.kind == Kind.REMOVAL:
        return RemovalForm(data, initial=initial)
    is_there = card is not None and card.deleted_at is None
    return SuggestTextForm(
        data, deck=suggestion.deck, card=card if is_there else None, initial=initial
    )


def _change(suggestion: Suggestion, form: TextForm) -> None:
    data = form.cleaned_data
    sides = form.sides if isinstance(form, SuggestTextForm) else None
    change_suggestion(
        suggestion.pk,
        sides,
        data["reason"],
        seen=data["seen"],
        seen_version=data["version"] or 0,
    )


def _own_page(
    request: LearnerRequest, suggestion: Suggestion, form: TextForm, status: int = 200
) -> HttpResponse:
    kind = Suggestion.Kind(suggestion.kind)
    more = {"card": suggestion.card, "suggestion": suggestion}
    return _page(request, kind, suggestion.deck, form, status=status, **more)


def _own_again(request: LearnerRequest, suggestion_id: int, words: str) -> HttpResponse:
    """What was typed, as a form that now names what is there."""
    suggestion = own_suggestion_or_404(request.user, suggestion_id)
    data = request.POST.copy()
    data["seen"] = text_mark(suggestion)
    form = _own_form(suggestion, data)
    form.is_valid()
    form.add_error(None, words)
    return _own_page(request, suggestion, form, status=422)


@require_POST
def suggestion_withdraw(request: LearnerRequest, suggestion_id: int) -> HttpResponse:
    """Its author takes an open suggestion back; twice is once."""
    suggestion = own_suggestion_or_404(request.user, suggestion_id)
    try:
        withdraw(suggestion.pk, by=request.user, now=timezone.now())
    except Answered as error:
        return _answered(request, error.suggestion)
    except (Suggestion.DoesNotExist, Deck.DoesNotExist):
        return redirect("suggestion", suggestion_id)
    messages.success(request, "Suggestion taken back.")
    return redirect("suggestion", suggestion_id)


def _answered(request: LearnerRequest, suggestion: Suggestion) -> HttpResponse:
    if suggestion.state != Suggestion.State.WITHDRAWN:
        messages.warning(request, f"{answered_words(suggestion)} Nothing was changed.")
    return redirect("suggestion", suggestion.pk)
