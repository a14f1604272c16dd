"""A learner's exam date in one deck, and the final pass before it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.study.exam_forms import exam_form
from decks.study.exams import set_exam_date
from decks.study.learners import calendar_of, enrolment_or_404
from decks.study.pace import pace_of
from decks.study.selections import Cards, Selection
from decks.study.sessions import start_session

NOTHING_LEFT = "No final pass waits in this deck today."


@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Set, change or take away one's own exam date in a deck of one's own."""
    enrolment = enrolment_or_404(request.user, deck_id)
    sent = request.POST if request.method == "POST" else None
    form = exam_form(enrolment, sent, now=timezone.now())
    if form.is_valid():
        chosen = form.cleaned_data["exam_date"]
        set_exam_date(request.user, deck_id, chosen)
        said = "Exam date saved." if chosen else "Your own exam date is gone."
        messages.success(request, said)
        return redirect("deck", deck_id)
    context = {"exam_form": form, "deck": enrolment.deck}
    status = 422 if form.errors else 200
    return render(request, "study/exam.html", context, status=status)


@require_POST
def final_pass(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Begin today's final pass, or go on with it."""
    enrolment_or_404(request.user, deck_id)
    now = timezone.now()
    pace = pace_of(request.user, today=calendar_of(request.user).day_of(now))
    selection = Selection(
        deck_ids=(deck_id,), cards=Cards.EXAM.value, minutes=pace.minutes_a_day
    )
    session = start_session(request.user, selection, now=now)
    if session is not None:
        return redirect("study", session.id)
    messages.info(request, NOTHING_LEFT)
    return redirect("deck", deck_id)
