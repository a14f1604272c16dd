"""The page of notices: what one was told, and what one wants to be told."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.notices.forms import NoticeSettingsForm, SeenForm
from decks.notices.models import Notice
from decks.notices.reach import is_open_to
from decks.notices.reading import mark_all_read, mark_read, notices_of

NOTICES_A_PAGE = 30


@require_safe
def notices(request: LearnerRequest) -> HttpResponse:
    """What one was told, the latest first. Looking at it marks nothing as read."""
    return _page(request, NoticeSettingsForm(user=request.user))


def _page(request: LearnerRequest, form: NoticeSettingsForm) -> HttpResponse:
    told = Paginator(notices_of(request.user), NOTICES_A_PAGE)
    latest = notices_of(request.user).first()
    context: dict[str, Any] = {
        "page": told.get_page(request.GET.get("page")),
        "latest": latest.happened_at.isoformat() if latest else "",
        "form": form,
        "now": timezone.now(),
    }
    status = 422 if form.errors else 200
    return render(request, "notices/notices.html", context, status=status)


@require_POST
def open_notice(request: LearnerRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Mark one as read and go where it leads; twice is once."""
    mine = Notice.objects.filter(user=request.user)
    notice: Notice = get_object_or_404(mine, id=notice_id)
    mark_read(request.user, notice.id, now=timezone.now())
    if not notice.path:
        return redirect("notices")
    if not is_open_to(request.user, notice.path):
        messages.info(request, "That is no longer open to you.")
        return redirect("notices")
    return redirect(notice.path)


@require_POST
def read_all(request: LearnerRequest) -> HttpResponse:
    """Mark as read what the page showed or had before it."""
    form = SeenForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["until"]
        mark_all_read(request.user, until=until, now=timezone.now())
        messages.success(request, "All marked as read.")
    else:
        messages.warning(request, "Nothing was marked. Please try again from here.")
    return redirect("notices")


@require_POST
def settings(request: LearnerRequest) -> HttpResponse:
    """Keep which kinds of notices one wants."""
    form = NoticeSettingsForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form)
    request.user.muted_notices = form.muted
    request.user.save(update_fields=["muted_notices"])
    messages.success(request, "Saved. What you turned off is no longer told.")
    return redirect("notices")
