"""A large import on its way: how far it is, cancelling it, trying it again."""

import uuid

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.htmx import is_swap
from decks.jobs.models import Job
from decks.jobs.queueing import cancel, try_again
from decks.notices.models import NoticeKind
from decks.notices.reading import mark_read_about
from decks.transfer.models import SentImport
from decks.transfer.sent import KEPT, about, sent_by
from decks.transfer.sent_words import standing_of


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
        "has_text": sent.created_at > now - KEPT,
    }
    if not is_swap(request):
        return render(request, "import/sent.html", context)
    context["is_news"] = request.GET.get("stage") != standing.stage
    if not standing.is_over:
        return render(request, "import/_sent_progress.html", context)
    response = render(request, "import/_sent.html", context)
    response["HX-Retarget"] = "#sent"
    return response


@require_POST
def import_cancel(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """Have it not saved; too late, its page says what was."""
    sent = get_object_or_404(sent_by(request.user), pk=sent_id)
    cancel(_job(sent), now=timezone.now())
    return redirect("import_sent", sent.pk)


@require_POST
def import_retry(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """Have it saved after all, where it was cancelled or set aside."""
    sent = get_object_or_404(sent_by(request.user), pk=sent_id)
    now = timezone.now()
    if sent.created_at > now - KEPT:
        try_again(_job(sent), now=now)
    return redirect("import_sent", sent.pk)


def _job(sent: SentImport) -> QuerySet[Job]:
    return Job.objects.filter(pk=sent.job_id)
