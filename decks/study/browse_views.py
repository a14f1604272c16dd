"""Browsing: turning cards over without rating them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.htmx import render_page
from decks.study import plan_statements, screens
from decks.study.access import with_access
from decks.study.models import StudySession
from decks.study.replies import session_or_404
from decks.study.rows import fetch_one
from decks.study.sessions import Current
from decks.study.showings import card_showing


@require_safe
def browse(request: LearnerRequest, session_id: uuid.UUID, place: int) -> HttpResponse:
    """The card at this place of the plan, from 1; `turned=1` shows its answer."""
    session = session_or_404(request, session_id)
    if session.kind != StudySession.Kind.BROWSE:
        raise Http404
    now = timezone.now()
    if not 1 <= place <= len(session.card_ids):
        return redirect("choose")
    showing = card_showing(request.user, session.card_ids[place - 1])
    if showing is None:
        return _passed_over(request, session_id, place)
    current = Current(session, showing, is_early=False)
    context = screens.browse_context(
        request.user, session_id, current, place=place, now=now
    )
    context["is_turned"] = request.GET.get("turned") == "1"
    return render_page(request, "study/browse.html", "study/_browse.html", context)


def _passed_over(
    request: LearnerRequest, session_id: uuid.UUID, place: int
) -> HttpResponse:
    """A card that was deleted or closed since: on to the next one in this direction."""
    ways = (-1, 1) if request.GET.get("way") == "back" else (1, -1)
    sql, parameters = with_access(plan_statements.NEAREST_PLACE, request.user)
    given = {"user": request.user.pk, "session": session_id, "place": place}
    for way in ways:
        row = fetch_one(sql, parameters | given | {"way": way})
        if row is not None:
            return redirect("browse", session_id, row[0])
    messages.info(request, "These cards are no longer here.")
    return redirect("choose")
