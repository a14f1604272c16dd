"""What a learner does to a card beside rating it."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.accounts.ways_back import page_of
from decks.cards.models import Card, Deck
from decks.htmx import is_swap
from decks.study import marks
from decks.study.forms import MarkForm, NoteForm
from decks.study.lost_decks import NOT_CHANGED, has_lost_deck
from decks.study.marks import NOTE_MAX_CHARACTERS
from decks.study.models import StudySession
from decks.study.replies import (
    Toast,
    reply_lost,
    reply_with_card,
    reply_with_next,
    session_or_404,
)
from decks.study.rows import SessionRow
from decks.study.sessions import leave_out, take_in


class _Lost(Exception):
    """The sitting's card lies in a deck that is the learner's no more."""

    def __init__(self, session_id: uuid.UUID, session: SessionRow) -> None:
        super().__init__()
        self.session_id, self.session = session_id, session


def _tells_of_loss(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a press on a card whose deck was lost: nothing is changed, it is said."""

    @functools.wraps(view)
    def told(request: LearnerRequest, card_id: int) -> HttpResponse:
        try:
            return view(request, card_id)
        except _Lost as lost:
            return reply_lost(request, lost.session_id, lost.session)

    return told


def _card(request: LearnerRequest, card_id: int) -> Card:
    """The card where the learner may read it; else it is not there."""
    readable = Card.objects.filter(deck__in=Deck.objects.readable_by(request.user))
    card: Card | None = readable.select_related("deck").filter(pk=card_id).first()
    if card is not None:
        return card
    session_id = _session_id(request)
    if session_id is not None:
        session = session_or_404(request, session_id)
        if has_lost_deck(request.user, session, card_id):
            raise _Lost(session_id, session)
    raise Http404


def _session_id(request: LearnerRequest) -> uuid.UUID | None:
    """The sitting in which the button was pressed, None outside of one."""
    form = MarkForm(request.POST or request.GET)
    return form.cleaned_data["session"] if form.is_valid() else None


def _own_session_id(request: LearnerRequest) -> uuid.UUID | None:
    """The same, and the sitting is the learner's: looked up before anything changes."""
    session_id = _session_id(request)
    if session_id is not None:
        session_or_404(request, session_id)
    return session_id


def _rating_session_or_404(request: LearnerRequest, session_id: uuid.UUID) -> None:
    """The learner's session, which takes ratings: browsing sends none along."""
    if session_or_404(request, session_id).kind == StudySession.Kind.BROWSE:
        raise Http404


@require_POST
@_tells_of_loss
def flag(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Flag a card (`on` is 1), or take the flag off."""
    card, is_on = _card(request, card_id), request.POST.get("on") == "1"
    marks.set_flag(request.user, card, is_on=is_on, now=timezone.now())
    if is_swap(request):
        context: dict[str, Any] = {"card_id": card.pk, "is_flagged": is_on}
        context["session_id"] = _session_id(request)
        return render(request, "study/_flag.html", context)
    messages.info(request, "Flagged." if is_on else "Flag taken off.")
    return redirect(page_of(request))


@require_POST
@_tells_of_loss
def hide(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Do not show the card again today."""
    toast = Toast("Hidden until tomorrow.", offers="back", card_id=card_id)
    return _mark(request, card_id, marks.hide_until_tomorrow, toast)


@require_POST
@_tells_of_loss
def aside(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Do not show the card until it is brought back."""
    toast = Toast("Put aside.", offers="back", card_id=card_id)
    return _mark(request, card_id, marks.put_aside, toast)


def _mark(
    request: LearnerRequest, card_id: int, mark: Callable[..., None], toast: Toast
) -> HttpResponse:
    card, session_id = _card(request, card_id), _session_id(request)
    if session_id is not None:
        _rating_session_or_404(request, session_id)
    mark(request.user, card, now=timezone.now())
    if session_id is None:
        messages.info(request, f"{toast.text} The deck's page brings it back.")
        return redirect(page_of(request))
    leave_out(request.user, session_id, card_id)
    session = session_or_404(request, session_id)
    return reply_with_next(request, session_id, session, toast, is_told=True)


@require_POST
@_tells_of_loss
def back(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Bring a hidden or put aside card back."""
    card, session_id = _card(request, card_id), _session_id(request)
    if session_id is not None:
        _rating_session_or_404(request, session_id)
    marks.bring_back(request.user, card)
    words = "Back: it is shown when it is due."
    if session_id is None:
        messages.info(request, words)
        return redirect(page_of(request))
    take_in(request.user, session_id, card.pk)
    return reply_with_card(request, session_id, card.pk, Toast("It is back."))


@require_http_methods(["GET", "HEAD", "POST"])
@_tells_of_loss
def over(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Make the card new again; the page says first what that means."""
    card = _card(request, card_id)
    if request.method != "POST":
        return _page(request, "study/start_over.html", card)
    session_id = _own_session_id(request)
    marks.start_over(request.user, card, now=timezone.now())
    messages.info(request, "The card is new again.")
    return _back_to_work(session_id, card)


@require_http_methods(["GET", "HEAD", "POST"])
@_tells_of_loss
def note(request: LearnerRequest, card_id: int) -> HttpResponse:
    """The learner's own words on a card."""
    try:
        card = _card(request, card_id)
    except _Lost as lost:
        if not request.POST.get("text", "").strip():
            raise
        return _note_lost(request, lost)
    kept = marks.note_of(request.user, card)
    form = NoteForm(request.POST or None, initial={"text": kept})
    if request.method != "POST" or not form.is_valid():
        return _page(request, "study/note.html", card, form=form)
    session_id, text = _own_session_id(request), form.cleaned_data["text"]
    marks.save_note(request.user, card, text, now=timezone.now())
    messages.success(request, "Note saved." if text.strip() else "Note removed.")
    return _back_to_work(session_id, card)


def _note_lost(request: LearnerRequest, lost: _Lost) -> HttpResponse:
    """What was typed, to be taken along: there is no card to keep it on."""
    text = request.POST["text"][:NOTE_MAX_CHARACTERS]
    context = {"text": text, "session_id": lost.session_id, "said": NOT_CHANGED}
    return render(request, "study/note_lost.html", context, status=409)


def _page(
    request: LearnerRequest, template: str, card: Card, **context: Any
) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context |= {"card": card, "session_id": _session_id(request)}
    return render(request, template, context, status=status)


def _back_to_work(session_id: uuid.UUID | None, card: Card) -> HttpResponse:
    """To the card's answer in the sitting it was left from, else to its deck."""
    if session_id is None:
        return redirect("deck", card.deck_id)
    return redirect("study_answer", session_id, card.pk)
