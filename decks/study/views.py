"""The sitting: question, answer, rating, summary."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Card, Deck
from decks.htmx import is_swap, render_page
from decks.study import screens
from decks.study.forms import RatingForm
from decks.study.models import StudySession
from decks.study.recording import (
    NoSuchSession,
    Receipt,
    Recorded,
    read_session,
    record_rating,
)
from decks.study.sessions import (
    Current,
    advance,
    current_showing,
    end_session,
    enrol,
    set_archived,
    start_session,
)
from decks.study.showings import card_showing

PAGE, FRAGMENT = "study/session.html", "study/_study.html"


@require_POST
def study_due(request: LearnerRequest) -> HttpResponse:
    """Study what is due in all of one's decks."""
    return _start(request, None)


@require_POST
def study_deck(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Study one deck; it becomes one of the learner's where it was not."""
    deck = get_object_or_404(Deck.objects.readable_by(request.user), pk=deck_id)
    enrol(request.user, deck, now=timezone.now())
    return _start(request, deck)


def _start(request: LearnerRequest, deck: Deck | None) -> HttpResponse:
    session = start_session(request.user, deck, now=timezone.now())
    if session is not None:
        return redirect("study", session.id)
    messages.info(request, "Nothing is due right now.")
    return redirect("home") if deck is None else redirect("deck", deck.pk)


@require_POST
def archive_deck(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Take a deck out of one's decks; what was learned stays."""
    deck = get_object_or_404(Deck.objects.readable_by(request.user), pk=deck_id)
    set_archived(request.user, deck, archived_at=timezone.now())
    messages.success(request, "Removed from your decks. Your progress is kept.")
    return redirect("deck_list")


@require_safe
def study(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """The question to answer now, or the summary when nothing is left."""
    now = timezone.now()
    try:
        session = read_session(request.user, session_id)
    except NoSuchSession as error:
        raise Http404 from error
    if session.ended_at is not None:
        return redirect("study_summary", session_id)
    current = current_showing(request.user, session_id, session, now=now)
    if current.showing is None:
        return redirect("study_summary", session_id)
    context = screens.study_context(request.user, session_id, current, now=now)
    return render_page(request, PAGE, FRAGMENT, context)


@require_safe
def study_answer(
    request: LearnerRequest, session_id: uuid.UUID, card_id: int
) -> HttpResponse:
    """The answer and the tiles of the card just read: the way without script."""
    now = timezone.now()
    try:
        session = read_session(request.user, session_id)
    except NoSuchSession as error:
        raise Http404 from error
    card = _readable_card(request, card_id)
    showing = card_showing(request.user, card)
    current = Current(session, showing, is_early=False)
    context = screens.study_context(request.user, session_id, current, now=now)
    return render(request, PAGE, context | {"is_turned": True})


def _readable_card(request: LearnerRequest, card_id: int) -> Card:
    readable = Card.objects.filter(deck__in=Deck.objects.readable_by(request.user))
    card: Card = get_object_or_404(readable.select_related("deck"), pk=card_id)
    return card


@require_POST
def rate_card(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Count a rating and show the next card."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _refused(request, session_id)
    card = _readable_card(request, form.cleaned_data["card"])
    sent = form.sent(session_id)
    try:
        recorded = record_rating(
            user=request.user, card=card, sent=sent, now=timezone.now()
        )
    except NoSuchSession as error:
        raise Http404 from error
    return _after_rating(request, session_id, recorded)


def _refused(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """A form that our page did not make: nothing is written, the card comes again."""
    words = "That rating could not be read. Nothing was counted. Please rate again."
    if is_swap(request):
        return HttpResponse(words, status=400, content_type="text/plain")
    messages.error(request, words)
    return redirect("study", session_id)


def _after_rating(
    request: LearnerRequest, session_id: uuid.UUID, recorded: Recorded
) -> HttpResponse:
    now = timezone.now()
    current = advance(request.user, session_id, recorded.session, now=now)
    words = screens.receipt_words(recorded)
    is_over = current.showing is None or recorded.session.ended_at is not None
    if is_swap(request) and not is_over:
        context = screens.study_context(request.user, session_id, current, now=now)
        context |= {"toast": words, "is_warning": recorded.level is None}
        return render(request, FRAGMENT, context)
    if recorded.receipt is not Receipt.COUNTED or not is_over:
        messages.info(request, words)
    if is_swap(request):
        return HttpResponseClientRedirect(reverse("study_summary", args=[session_id]))
    return redirect("study_summary" if is_over else "study", session_id)


@require_POST
def study_end(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Stop here; everything rated so far is kept."""
    if not end_session(request.user, session_id, now=timezone.now()):
        raise Http404
    return redirect("study_summary", session_id)


@require_safe
def study_summary(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """What this sitting came to."""
    session = get_object_or_404(StudySession, user=request.user, id=session_id)
    context = screens.summary_context(request.user, session, now=timezone.now())
    return render(request, "study/summary.html", context)
