"""The people in a group: who is in it, as what, and who is taken out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.groups.group_forms import RemovalForm, RoleForm
from decks.groups.leaving import remove_member, unblock
from decks.groups.listing import decks_shared_by, members_named, outside_of
from decks.groups.models import Membership, Role
from decks.groups.replies import NEEDS_OWNER, member_or_404, owned_or_404
from decks.groups.roles import Gone, LastOwner, change_role, role_words

MEMBERS_A_PAGE = 50
TEXT_MAX_CHARACTERS = 60

_NOT_IN_IT = "They are not in the group any more."


@require_safe
def members(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Everyone in the group in the order they joined, a page at a time; for owners
    also who waits and who is blocked. A fixed number of statements."""
    mine = member_or_404(request, group_id)
    text = request.GET.get("q", "").replace("\0", "")[:TEXT_MAX_CHARACTERS].strip()
    found = members_named(mine.group, text)
    page = Paginator(found, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    is_owner = mine.role == Role.OWNER
    context = {
        "group": mine.group,
        "is_owner": is_owner,
        "page": page,
        "text": text,
        "query": urlencode({"q": text}) if text else "",
        "roles": Role.choices,
        "outside": outside_of(mine.group, text) if is_owner else None,
    }
    return render(request, "groups/members.html", context)


@require_POST
def role(request: LearnerRequest, group_id: int, user_id: int) -> HttpResponse:
    """Make a member owner, editor or member."""
    owned_or_404(request, group_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose owner, editor or member. Nothing was changed.")
        return redirect("group_members", group_id)
    wanted = Role(form.cleaned_data["role"])
    try:
        change_role(group_id, user_id, wanted, by=request.user, now=timezone.now())
    except LastOwner:
        messages.error(request, NEEDS_OWNER)
    except Gone:
        messages.error(request, _NOT_IN_IT)
    else:
        messages.success(request, _made_words(request, user_id, wanted))
    return redirect("group_members", group_id)


def _made_words(request: LearnerRequest, user_id: int, role: Role) -> str:
    kind = role_words(role)
    if user_id == request.user.pk:
        return f"You are {kind} of this group now."
    return f"{_name_of(user_id)} is {kind} now."


def _name_of(user_id: int) -> str:
    return User.objects.values_list("display_name", flat=True).get(pk=user_id)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: LearnerRequest, group_id: int, user_id: int) -> HttpResponse:
    """Say what a removal means, and on a POST do it; twice is once."""
    group = owned_or_404(request, group_id)
    if user_id == request.user.pk:
        return redirect("group_leave", group_id)
    if request.method == "POST":
        return _remove(request, group_id, user_id)
    people = Membership.objects.filter(group=group).select_related("user")
    row = get_object_or_404(people, user=user_id)
    context = {
        "group": group,
        "row": row,
        "decks": decks_shared_by(row.user, group),
        "form": RemovalForm(),
    }
    return render(request, "groups/remove.html", context)


def _remove(request: LearnerRequest, group_id: int, user_id: int) -> HttpResponse:
    form = RemovalForm(request.POST)
    block = form.is_valid() and form.cleaned_data["block"]
    now = timezone.now()
    try:
        remove_member(group_id, user_id, by=request.user, block=block, now=now)
    except Gone:
        messages.error(request, _NOT_IN_IT)
    else:
        done = "Removed and blocked" if block else "Removed"
        messages.success(request, f"{done} {_name_of(user_id)}.")
    return redirect("group_members", group_id)


@require_POST
def unblock_person(
    request: LearnerRequest, group_id: int, user_id: int
) -> HttpResponse:
    """Let somebody come in again by an invitation; twice is once."""
    owned_or_404(request, group_id)
    try:
        was_blocked = unblock(group_id, user_id, by=request.user)
    except Gone:
        raise Http404 from None
    if was_blocked:
        words = "Unblocked. They can come back by an invite link that works."
        messages.success(request, words)
    return redirect("group_members", group_id)
