"""The page on which a public deck is reported."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Deck
from decks.reports.forms import ReportForm
from decks.reports.reporting import (
    REPORTS_A_DAY,
    TooMany,
    open_report,
    report_deck,
    reportable_by,
)

_RECEIVED = (
    "Your report was received. Whoever runs this site looks at it, and a notice tells "
    "you what came of it."
)
_OPEN = "Your report of this deck is open already. A notice tells you what comes of it."
_TOO_MANY = (
    f"You have reported {REPORTS_A_DAY} decks within a day. Please send this one "
    "tomorrow. What you typed is below."
)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Say what is wrong with a public deck of somebody else's."""
    deck = get_object_or_404(reportable_by(request.user), pk=deck_id)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            is_new = report_deck(
                request.user, deck_id, **form.cleaned_data, now=timezone.now()
            )
        except TooMany:
            form.add_error(None, _TOO_MANY)
        else:
            messages.success(request, _RECEIVED if is_new else _OPEN)
            return redirect("deck", deck_id)
    return _page(request, deck, form)


def _page(request: LearnerRequest, deck: Deck, form: ReportForm) -> HttpResponse:
    context = {
        "deck": deck,
        "form": form,
        "sent": open_report(request.user, deck.pk),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/report.html", context, status=status)
