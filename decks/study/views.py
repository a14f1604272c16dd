"""The sitting: question, answer, rating, undo, summary."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Deck
from decks.htmx import is_swap, render_page
from decks.study import screens, summary
from decks.study.forms import RatingForm, UndoForm
from decks.study.lost_decks import has_lost_deck, why_not_counted
from decks.study.models import StudySession
from decks.study.ratings_counted import count_rating
from decks.study.recording import (
    NoSuchCard,
    NoSuchSession,
    Receipt,
    Recorded,
    record_practice,
    record_rating,
)
from decks.study.replies import (
    FRAGMENT,
    PAGE,
    Toast,
    reply_lost,
    reply_with_card,
    reply_with_next,
    session_or_404,
    tell_of_barely,
)
from decks.study.selections import Selection
from decks.study.sessions import (
    Current,
    current_showing,
    end_session,
    enrol,
    set_archived,
    start_session,
)
from decks.study.showings import card_showing
from decks.study.undo import CannotUndo, Undone, undo_rating

_LEVELS = frozenset("12345")


@require_POST
def study_due(request: LearnerRequest) -> HttpResponse:
    """Study what is due in all of one's decks."""
    session = start_session(request.user, now=timezone.now())
    if session is not None:
        return redirect("study", session.id)
    messages.info(request, "Nothing is due right now.")
    return redirect("home")


@require_POST
def study_deck(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Study one deck; it becomes one of the learner's where it was not."""
    deck = get_object_or_404(Deck.objects.readable_by(request.user), pk=deck_id)
    now = timezone.now()
    enrol(request.user, deck, now=now)
    session = start_session(request.user, Selection(deck_ids=(deck.pk,)), now=now)
    if session is not None:
        return redirect("study", session.id)
    messages.info(request, "Nothing is due right now.")
    return redirect("deck", deck.pk)


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
    session = session_or_404(request, session_id)
    if session.kind == StudySession.Kind.BROWSE:
        return redirect("browse", session_id, 1)
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
    """The answer and the tiles of the card just read: the way without script.

    After an undo it is also where the page with the old level marked (`was`) lies, and
    after the card was edited in its place, what comes back there.
    """
    now = timezone.now()
    session = session_or_404(request, session_id)
    showing = card_showing(request.user, card_id)
    if showing is None:
        if has_lost_deck(request.user, session, card_id):
            return reply_lost(request, session_id, session)
        raise Http404
    if session.kind == StudySession.Kind.BROWSE:
        known = card_id in session.card_ids
        place = session.card_ids.index(card_id) + 1 if known else 1
        return redirect(reverse("browse", args=[session_id, place]) + "?turned=1")
    current = Current(session, showing, is_early=False)
    context = screens.study_context(request.user, session_id, current, now=now)
    was = request.GET.get("was", "")
    context |= {"is_turned": True, "was_level": int(was) if was in _LEVELS else 0}
    # A script measures the time itself; without one, this is all that is known of it.
    context["shown_ms"] = round(now.timestamp() * 1000)
    return render_page(request, PAGE, FRAGMENT, context)


@require_POST
def rate_card(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Count a rating and show the next card."""
    return _rate(request, session_id, record_rating)


@require_POST
def practise_card(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Log a rating that leaves the schedule alone and show the next card."""
    return _rate(request, session_id, record_practice)


def _rate(
    request: LearnerRequest, session_id: uuid.UUID, record: Callable[..., Recorded]
) -> HttpResponse:
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _refused(request, session_id)
    now = timezone.now()
    try:
        recorded = record(
            user=request.user,
            card_id=form.cleaned_data["card"],
            sent=form.sent(session_id, now=now),
            now=now,
        )
    except NoSuchSession as error:
        raise Http404 from error
    except NoSuchCard:
        session = session_or_404(request, session_id)
        why = why_not_counted(request.user, session, form.cleaned_data["card"])
        toast = Toast(why, is_warning=True)
        return reply_with_next(request, session_id, session, toast, is_told=True)
    count_rating(recorded)
    counts = recorded.level is not None
    toast = Toast(
        screens.receipt_words(recorded),
        is_warning=not counts,
        offers="undo" if counts else "",
    )
    is_told = recorded.receipt is not Receipt.COUNTED
    return reply_with_next(
        request, session_id, recorded.session, toast, is_told=is_told
    )


def _refused(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """A form that our page did not make: nothing is written, the card comes again."""
    words = "That rating could not be read. Nothing was counted. Please rate again."
    if is_swap(request):
        return HttpResponse(words, status=400, content_type="text/plain")
    messages.error(request, words)
    return redirect("study", session_id)


@require_POST
def undo(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Take back the last rating of the session and show its card's answer again."""
    if session_or_404(request, session_id).kind == StudySession.Kind.BROWSE:
        raise Http404
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _refused(request, session_id)
    try:
        undone = undo_rating(
            user=request.user,
            session_id=session_id,
            rating_id=form.cleaned_data["rating_id"],
            now=timezone.now(),
        )
    except CannotUndo as refused:
        session = session_or_404(request, session_id)
        toast = Toast(refused.refusal.value, is_warning=True)
        return reply_with_next(request, session_id, session, toast, is_told=True)
    return _after_undo(request, session_id, undone)


def _after_undo(
    request: LearnerRequest, session_id: uuid.UUID, undone: Undone
) -> HttpResponse:
    words = f"Undone: {undone.level:d}, {undone.level.word}."
    if card_showing(request.user, undone.card_id) is None:
        session = session_or_404(request, session_id)
        toast = Toast(f"{words} Its card is no longer here to be shown.")
        return reply_with_next(request, session_id, session, toast, is_told=True)
    if is_swap(request):
        return reply_with_card(
            request,
            session_id,
            undone.card_id,
            Toast(words),
            is_turned=True,
            was_level=undone.level,
        )
    messages.info(request, words)
    answer = reverse("study_answer", args=[session_id, undone.card_id])
    return redirect(f"{answer}?was={undone.level:d}")


@require_POST
def study_end(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Stop here; everything rated so far is kept."""
    session = session_or_404(request, session_id)
    now = timezone.now()
    end_session(request.user, session_id, now=now)
    if session.kind == StudySession.Kind.BROWSE:
        return redirect("choose")
    tell_of_barely(request, now=now)
    return redirect("study_summary", session_id)


@require_safe
def study_summary(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """What this sitting came to."""
    session = get_object_or_404(StudySession, user=request.user, id=session_id)
    context = summary.summary_context(request.user, session, now=timezone.now())
    return render(request, "study/summary.html", context)
