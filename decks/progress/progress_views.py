"""The Progress page: where a learner stands, over the last weeks and the next ones."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.progress.overview.page import progress_page
from decks.progress.overview.scope import scope_from


@require_safe
def progress(request: LearnerRequest) -> HttpResponse:
    """All decks, one deck or a tag; of a deck that is not theirs nothing (404)."""
    now = timezone.now()
    scope = scope_from(request.user, request.GET, now=now)
    page = progress_page(scope, now=now)
    template = "progress/empty.html" if page.is_empty else "progress/progress.html"
    return render(request, template, {"page": page, "scope": scope})
