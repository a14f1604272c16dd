"""What somebody decides for themselves in a group: what it sees of them, leaving."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from decks.accounts.requests import LearnerRequest
from decks.groups.choosing import choose
from decks.groups.group_forms import OwnChoiceForm
from decks.groups.leaving import leave_group
from decks.groups.listing import decks_shared_by
from decks.groups.models import Membership, Role
from decks.groups.replies import NEEDS_OWNER, member_or_404
from decks.groups.roles import Gone, LastOwner, other_owners
from decks.study.learners import calendar_of


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: LearnerRequest, group_id: int) -> HttpResponse:
    """How much the group sees of one's study, and one's own exam date."""
    row = member_or_404(request, group_id)
    now = timezone.now()
    form = OwnChoiceForm(
        request.POST or None,
        initial={"seen": row.seen, "exam_date": row.exam_date},
        today=calendar_of(request.user).day_of(now),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        choose(row, seen=given["seen"], exam_date=given["exam_date"], now=now)
        messages.success(request, "Saved.")
        return redirect("group", group_id)
    hint = _exam_hint(row.group.exam_date)
    context = {"group": row.group, "form": form, "exam_hint": hint}
    status = 422 if form.errors else 200
    return render(request, "groups/me.html", context, status=status)


def _exam_hint(groups_own: dt.date | None) -> str:
    if groups_own is None:
        return "Only you see it. The group has none."
    day = date_format(groups_own, "j F Y")
    return f"Only you see it. Empty: the group’s, on {day}."


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Say what leaving means, and on a POST leave. The only owner cannot."""
    row = member_or_404(request, group_id)
    is_needed = row.role == Role.OWNER and not other_owners(row)
    if request.method == "POST":
        try:
            leave_group(group_id, request.user, now=timezone.now())
        except Gone:
            raise Http404 from None
        except LastOwner:
            return _leave_page(request, row, is_needed=True, status=422)
        messages.success(request, f"You left “{row.group.name}”.")
        return redirect("group_list")
    return _leave_page(request, row, is_needed=is_needed)


def _leave_page(
    request: LearnerRequest, row: Membership, *, is_needed: bool, status: int = 200
) -> HttpResponse:
    context = {
        "group": row.group,
        "is_needed": is_needed,
        "needs_owner": NEEDS_OWNER,
        "others": row.group.memberships.count() - 1,
        "decks": decks_shared_by(request.user, row.group),
    }
    return render(request, "groups/leave.html", context, status=status)
