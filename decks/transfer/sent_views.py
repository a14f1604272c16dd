"""A large import on its way: how far it is, cancelling it, trying it again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Deck
from decks.htmx import is_swap
from decks.jobs.models import Job
from decks.jobs.queueing import cancel
from decks.notices.models import NoticeKind
from decks.notices.reading import mark_read_about
from decks.transfer.models import SentImport
from decks.transfer.sent import (
    TooManyWait,
    about,
    has_text,
    is_deleted_since,
    save_after_all,
    sent_by,
)
from decks.transfer.sent_words import TOO_MANY_WORDS, standing_of


@require_safe
def import_sent(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """The page of an import; htmx looks at its progress each second (`stage` is what
    it shows) and gets the bar, at the end the whole. Whoever sees that end needs no
    notice of it."""
    now = timezone.now()
    sent = get_object_or_404(sent_by(request.user), pk=sent_id)
    standing = standing_of(sent, now=now)
    if standing.is_over and request.user.unread_notices:
        mark_read_about(request.user, NoticeKind.IMPORTED, about(sent), now=now)
    context = {
        "sent": sent,
        "standing": standing,
        "has_text": standing.is_over and has_text(sent, now=now),
        "is_deleted": is_deleted_since(sent),
        "opens": _opens(sent, request),
    }
    if not is_swap(request):
        return render(request, "import/sent.html", context)
    context["is_news"] = request.GET.get("stage") != standing.stage
    if not standing.is_over:
        return render(request, "import/_sent_progress.html", context)
    response = render(request, "import/_sent.html", context)
    response["HX-Retarget"] = "#sent"
    return response


def _opens(sent: SentImport, request: LearnerRequest) -> bool:
    """Whether its deck is there for them: shared ones may be closed since."""
    if sent.outcome != SentImport.Outcome.SAVED or sent.deck_id is None:
        return False
    return Deck.objects.readable_by(request.user).filter(pk=sent.deck_id).exists()


@require_POST
def import_cancel(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """Have it not saved; too late, its page says what was."""
    sent = get_object_or_404(sent_by(request.user), pk=sent_id)
    cancel(Job.objects.filter(pk=sent.job_id), now=timezone.now())
    return redirect("import_sent", sent.pk)


@require_POST
def import_retry(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """Have it saved after all, where it was cancelled or set aside."""
    sent = get_object_or_404(sent_by(request.user), pk=sent_id)
    try:
        save_after_all(sent, now=timezone.now())
    except TooManyWait:
        messages.error(request, TOO_MANY_WORDS)
    return redirect("import_sent", sent.pk)
