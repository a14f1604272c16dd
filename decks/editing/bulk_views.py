"""One thing done to many cards: tag, move, copy, put aside, delete; the ways back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from decks.accounts.requests import LearnerRequest
from decks.accounts.undo_offers import say_with_undo
from decks.cards.forms import TAGS_MAX
from decks.cards.models import Deck, How
from decks.cards.plurals import counted
from decks.cards.writing import Pen
from decks.editing.bulk_acting import bring_back_cards, copy_cards, put_aside_cards
from decks.editing.bulk_choice import Choice, choice_from
from decks.editing.bulk_forms import ACTS, TagForm, TargetForm
from decks.editing.card_access import deck_or_404, decks_to_move_to, other_decks
from decks.editing.deleted_cards import deletions, moment_from
from decks.editing.following import cards_changed
from decks.editing.moving import delete_cards, move_cards, restore_cards
from decks.editing.tagging import retag
from decks.groups.deck_news import deck_changed
from decks.study.recording import moment_us


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Do `act` to the chosen cards; asks first where it needs a tag or a deck."""
    deck, now = deck_or_404(request.user, deck_id), timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    choice = choice_from(given, request.user, deck, now=now)
    wanted = request.GET.get("act") or request.POST.get("act", "")
    if wanted not in ACTS:
        return _back(deck, choice)
    if not choice.card_ids:
        messages.warning(request, "No card was selected. Nothing was changed.")
        return _back(deck, choice)
    form = _form(request, deck, wanted)
    is_sure = request.method == "POST" and not choice.has_changed
    if is_sure and form.is_valid():
        _DO[wanted](request, deck, choice, form.cleaned_data, now)
        return _back(deck, choice)
    return _ask(request, deck, choice, wanted, form)


_TARGETS = {"move": decks_to_move_to, "copy": other_decks}
"""Which decks the cards may go to."""


def _form(request: LearnerRequest, deck: Deck, wanted: str) -> forms.Form:
    """The form of what the act has to know; it is sent once it was shown (`asked`)."""
    data = request.POST if request.POST.get("asked") == wanted else None
    if wanted in ("tag", "untag"):
        return TagForm(data, deck=deck)
    if wanted in _TARGETS:
        return TargetForm(data, decks=_TARGETS[wanted](request.user, deck))
    return forms.Form({})


def _ask(
    request: LearnerRequest, deck: Deck, choice: Choice, wanted: str, form: forms.Form
) -> HttpResponse:
    context = {
        "deck": deck,
        "choice": choice,
        "act": wanted,
        "form": form,
        "words": counted(choice.count, "card"),
        "has_decks": wanted not in _TARGETS
        or _TARGETS[wanted](request.user, deck).exists(),
        "is_kept": Deck.objects.kept_by(request.user).filter(pk=deck.pk).exists(),
        "back": _list(deck, choice),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "cards/act.html", context, status=status)


def _list(deck: Deck, choice: Choice) -> str:
    query = choice.chosen.query
    return reverse("deck", args=[deck.pk]) + (f"?{query}" if query else "") + "#cards"


def _back(deck: Deck, choice: Choice) -> HttpResponse:
    return redirect(_list(deck, choice))


# --- The acts -------------------------------------------------------------------------

_Data = dict[str, Any]


def _tag(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    pen = Pen(request.user, now, How.RETAGGED)
    new = data["tags"]
    count = retag(deck.pk, choice.card_ids, lambda tags: [*tags, *new], pen)
    if count:
        deck_changed(deck.pk, by=request.user, now=now)
    words = f"{counted(count, 'card')} tagged."
    if count < choice.count:
        words += f" The others have these tags, or {TAGS_MAX} already."
    messages.success(request, words)


def _untag(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    pen, gone = Pen(request.user, now, How.RETAGGED), set(data["tags"])
    count = retag(
        deck.pk, choice.card_ids, lambda tags: [t for t in tags if t not in gone], pen
    )
    if count:
        deck_changed(deck.pk, by=request.user, now=now)
    messages.success(request, f"Tags taken off {counted(count, 'card')}.")


def _move(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    count = move_cards(choice.card_ids, data["to"].pk, now=now)
    if count:
        deck_changed(deck.pk, by=request.user, now=now)
        cards_changed(data["to"].pk, by=request.user, now=now)
    messages.success(
        request, f"{counted(count, 'card')} moved to “{data['to'].title}”."
    )


def _copy(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    pen = Pen(request.user, now)
    count = copy_cards(deck.pk, choice.card_ids, data["to"].pk, pen)
    if count:
        cards_changed(data["to"].pk, by=request.user, now=now)
    messages.success(
        request, f"{counted(count, 'card')} copied to “{data['to'].title}”."
    )


def _aside(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    count = put_aside_cards(request.user, deck.pk, choice.card_ids, now=now)
    path = reverse("cards_bring_back", args=[deck.pk, moment_us(now)])
    say_with_undo(request, f"{counted(count, 'card')} put aside.", path)


def _delete(
    request: LearnerRequest, deck: Deck, choice: Choice, data: _Data, now: dt.datetime
) -> None:
    delete_cards(deck.pk, choice.card_ids, now=now)
    deck_changed(deck.pk, by=request.user, now=now)
    path = reverse("cards_restore", args=[deck.pk, moment_us(now)])
    say_with_undo(request, f"{counted(choice.count, 'card')} deleted.", path)


_DO: dict[str, Callable[..., None]] = {
    "tag": _tag,
    "untag": _untag,
    "move": _move,
    "copy": _copy,
    "aside": _aside,
    "delete": _delete,
}


# --- The ways back --------------------------------------------------------------------


@require_safe
def deleted(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """What was deleted from a deck and can still be brought back."""
    deck = deck_or_404(request.user, deck_id)
    context = {"deck": deck, "deletions": deletions(deck, now=timezone.now())}
    return render(request, "cards/deleted.html", context)


@require_POST
def restore(request: LearnerRequest, deck_id: int, moment: int) -> HttpResponse:
    """Bring back what was deleted at that moment, in microseconds."""
    deck = deck_or_404(request.user, deck_id)
    now = timezone.now()
    count = restore_cards(deck.pk, moment_from(moment), now=now)
    if count:
        cards_changed(deck.pk, by=request.user, now=now)
        is_one = count == 1
        messages.success(
            request, f"{counted(count, 'card')} {'is' if is_one else 'are'} back."
        )
    else:
        messages.info(request, "There is nothing left to bring back.")
    return redirect("deck", deck.pk)


@require_POST
def bring_back(request: LearnerRequest, deck_id: int, moment: int) -> HttpResponse:
    """Show again what this learner put aside at that moment, in microseconds."""
    deck = deck_or_404(request.user, deck_id)
    count = bring_back_cards(request.user, deck.pk, moment_from(moment))
    messages.success(request, f"{counted(count, 'card')} back.")
    return redirect("deck", deck.pk)
