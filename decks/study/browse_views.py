"""Browsing: turning cards over without rating them."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.htmx import render_page
from decks.study import screens
from decks.study.models import StudySession
from decks.study.replies import session_or_404
from decks.study.sessions import Current, extended_to
from decks.study.showings import card_showing


@require_safe
def browse(request: LearnerRequest, session_id: uuid.UUID, place: int) -> HttpResponse:
    """The card at this place of the plan, from 1; `turned=1` shows its answer."""
    session = session_or_404(request, session_id)
    if session.kind != StudySession.Kind.BROWSE:
        raise Http404
    now = timezone.now()
    session = extended_to(request.user, session_id, session, place, now=now)
    if not 1 <= place <= len(session.card_ids):
        return redirect("choose")
    showing = card_showing(request.user, session.card_ids[place - 1])
    if showing is None:  # deleted or closed since: the one after it
        return redirect("browse", session_id, place + 1)
    current = Current(session, showing, is_early=False)
    context = screens.browse_context(
        request.user, session_id, current, place=place, now=now
    )
    context["is_turned"] = request.GET.get("turned") == "1"
    return render_page(request, "study/browse.html", "study/_browse.html", context)
