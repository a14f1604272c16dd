"""The page of a study group."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.groups.invite_box import invite_box
from decks.groups.replies import member_or_404


@require_safe
def group(request: LearnerRequest, group_id: int) -> HttpResponse:
    """One group, for whoever is in it."""
    reader = member_or_404(request, group_id)
    now = timezone.now()
    context = {
        "group": reader.group,
        "reader": reader,
        "box": invite_box(request.user, reader.group, now=now),
    }
    return render(request, "groups/group.html", context)
