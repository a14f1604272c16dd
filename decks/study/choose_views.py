"""Starting sittings other than "what is due"."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.study.choose_forms import ChooseForm
from decks.study.learners import enrolments_of
from decks.study.models import StudySession
from decks.study.selections import Cards, Selection, tags_of
from decks.study.sessions import go_on, start_session

START = {"cards": Cards.ALL, "kind": StudySession.Kind.REVIEW}
NOTHING_THERE = "No cards fit that choice."
NOTHING_DUE = (
    "None of these cards are due right now. You can practise or browse them instead."
)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: LearnerRequest) -> HttpResponse:
    """Choose decks, cards and how; then begin. A deck in the address is ticked."""
    enrolments = enrolments_of(request.user)
    deck_ids = [row.deck_id for row in enrolments]
    ticked = [deck for deck in deck_ids if str(deck) == request.GET.get("deck")]
    form = ChooseForm(
        request.POST or None,
        initial=START | {"decks": ticked},
        enrolments=enrolments,
        tags=tags_of(deck_ids),
    )
    if request.method == "POST" and form.is_valid():
        selection = form.selection()
        session = start_session(request.user, selection, now=timezone.now())
        if session is not None:
            return redirect("study", session.id)
        form.add_error(None, _nothing(selection))
    status = 422 if form.is_bound else 200
    context = {"form": form, "enrolments": enrolments}
    return render(request, "study/choose.html", context, status=status)


def _nothing(selection: Selection) -> str:
    counts = selection.kind == StudySession.Kind.REVIEW
    return NOTHING_DUE if counts else NOTHING_THERE


@require_POST
def again(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """The same selection once more: the rest of it, or a practice from the start."""
    session = get_object_or_404(StudySession, user=request.user, id=session_id)
    is_practice = session.kind == StudySession.Kind.CRAM
    if is_practice and session.position < session.planned_count:
        now = timezone.now()
        if go_on(request.user, session_id, now=now):
            return redirect("study", session_id)
    return _start(request, Selection.from_json(session.selection), session_id)


@require_POST
def practise_missed(request: LearnerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Practise what was missed in this sitting."""
    session = get_object_or_404(StudySession, user=request.user, id=session_id)
    selection = Selection(
        cards=Cards.MISSED,
        kind=StudySession.Kind.CRAM,
        of_session=str(session.id),
    )
    return _start(request, selection, session_id)


def _start(
    request: LearnerRequest, selection: Selection, session_id: uuid.UUID
) -> HttpResponse:
    session = start_session(request.user, selection, now=timezone.now())
    if session is not None:
        return redirect("study", session.id)
    messages.info(request, _nothing(selection))
    return redirect("study_summary", session_id)
