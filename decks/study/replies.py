"""What the study page gets back: the next card, one card, the summary."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from decks.accounts.requests import LearnerRequest
from decks.htmx import is_swap
from decks.study import screens
from decks.study.barely import word_on_barely
from decks.study.lost_decks import NOT_CHANGED
from decks.study.recording import NoSuchSession, read_session
from decks.study.rows import SessionRow
from decks.study.sessions import Current, advance
from decks.study.showings import card_showing

PAGE, FRAGMENT = "study/session.html", "study/_study.html"


@dataclasses.dataclass(frozen=True, slots=True)
class Toast:
    """What the page says of what was just done.

    `offers` names the one action that the toast has: "undo", "back" (bring the card
    `card_id` back) or ''. A warning stays until it is dismissed.
    """

    text: str
    is_warning: bool = False
    offers: str = ""
    card_id: int | None = None


def session_or_404(request: LearnerRequest, session_id: uuid.UUID) -> SessionRow:
    """The learner's session; a stranger's is not there. One statement."""
    try:
        return read_session(request.user, session_id)
    except NoSuchSession as error:
        raise Http404 from error


def reply_with_next(
    request: LearnerRequest,
    session_id: uuid.UUID,
    session: SessionRow,
    toast: Toast,
    *,
    is_told: bool,
) -> HttpResponse:
    """The next card, or the summary after the last one.

    `is_told` says whether the summary repeats the toast's words.
    """
    now = timezone.now()
    current = advance(request.user, session_id, session, now=now)
    is_over = current.showing is None or session.ended_at is not None
    if is_swap(request) and not is_over:
        context = _context(request, session_id, current, toast, now=now)
        return render(request, FRAGMENT, context)
    if is_over:
        tell_of_barely(request, now=now)
    if is_told or not is_over:
        _tell(request, toast)
    if is_swap(request):
        return HttpResponseClientRedirect(reverse("study_summary", args=[session_id]))
    return redirect("study_summary" if is_over else "study", session_id)


def reply_with_card(
    request: LearnerRequest,
    session_id: uuid.UUID,
    card_id: int,
    toast: Toast,
    **shown: Any,
) -> HttpResponse:
    """This very card, due or not, as part of the session.

    `shown` is what the templates know beside: `is_turned`, `was_level`.
    """
    session, now = session_or_404(request, session_id), timezone.now()
    showing = card_showing(request.user, card_id)
    if not is_swap(request) or showing is None:
        _tell(request, toast)
        return redirect("study", session_id)
    current = Current(session, showing, is_early=False)
    context = _context(request, session_id, current, toast, now=now) | shown
    return render(request, FRAGMENT, context)


def reply_lost(
    request: LearnerRequest, session_id: uuid.UUID, session: SessionRow
) -> HttpResponse:
    """Nothing was changed: the card's deck is not the learner's any more."""
    toast = Toast(NOT_CHANGED, is_warning=True)
    is_card = request.headers.get("HX-Target") == "card"
    if is_card and request.method == "POST":
        return reply_with_next(request, session_id, session, toast, is_told=True)
    _tell(request, toast)
    if is_swap(request):
        return HttpResponseClientRedirect(reverse("study", args=[session_id]))
    return redirect("study", session_id)


def tell_of_barely(request: LearnerRequest, *, now: dt.datetime) -> None:
    """At the end of a sitting, where it is due: once in a learner's life."""
    words = word_on_barely(request.user, now=now)
    if words:
        messages.info(request, words)


def _context(
    request: LearnerRequest,
    session_id: uuid.UUID,
    current: Current,
    toast: Toast,
    *,
    now: dt.datetime,
) -> dict[str, Any]:
    screen = screens.study_context(request.user, session_id, current, now=now)
    return screen | {"toast": toast}


def _tell(request: LearnerRequest, toast: Toast) -> None:
    level = messages.WARNING if toast.is_warning else messages.INFO
    messages.add_message(request, level, toast.text)
