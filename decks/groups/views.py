"""One's groups; a group that is made, changed, deleted; what happened in it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from decks.accounts.requests import LearnerRequest
from decks.groups.activity import happenings, page_after, place_in
from decks.groups.group_forms import (
    DeletionForm,
    GroupOptionsForm,
    GroupSettingsForm,
    InviteLinkForm,
    NewGroupForm,
)
from decks.groups.leaving import delete_group
from decks.groups.listing import groups_of, waiting_for
from decks.groups.making import change_group, create_group
from decks.groups.models import StudyGroup
from decks.groups.replies import member_or_404, owned_or_404
from decks.groups.roles import Gone
from decks.htmx import render_page
from decks.study.learners import calendar_of

GROUPS_A_PAGE = 50
EVENTS_A_PAGE = 30


@require_safe
def groups(request: LearnerRequest) -> HttpResponse:
    """One's groups, and what waits for an answer; with an invite link, to where it
    leads. A fixed number of statements."""
    link_form = InviteLinkForm(request.GET if "invite" in request.GET else None)
    if link_form.is_valid():
        return redirect("join", link_form.cleaned_data["invite"])
    page = Paginator(groups_of(request.user), GROUPS_A_PAGE).get_page(
        request.GET.get("page")
    )
    now = timezone.now()
    context = {
        "page": page,
        "waiting": waiting_for(request.user, now=now),
        "link_form": link_form,
        "today": calendar_of(request.user).day_of(now),
    }
    status = 422 if link_form.errors else 200
    return render(request, "groups/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: LearnerRequest) -> HttpResponse:
    """A new group, which whoever makes it owns; a form that is sent twice makes one."""
    form = NewGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        group = create_group(
            request.user,
            {name: given[name] for name in form.SETTINGS},
            seen=given["seen"],
            form_id=given["form_id"],
            now=timezone.now(),
        )
        messages.success(request, "Group created. Now invite people or share a deck.")
        return redirect("group", group.pk)
    status = 422 if form.errors else 200
    return render(request, "groups/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: LearnerRequest, group_id: int) -> HttpResponse:
    """What is said of a group, its exam date and what it proposes, for its owners."""
    group = owned_or_404(request, group_id)
    shown = {name: getattr(group, name) for name in GroupSettingsForm.SETTINGS}
    today = calendar_of(request.user).day_of(timezone.now())
    form = GroupSettingsForm(request.POST or None, initial=shown, today=today)
    # The form writes what was typed into the row it is given: the page shows the group.
    row = StudyGroup.objects.get(pk=group_id)
    options = GroupOptionsForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and options.is_valid():
        changes = {**form.changes, **options.changes}
        _change(request, group_id, changes)
        messages.success(request, "Group saved.")
        return redirect("group", group_id)
    status = 422 if form.errors or options.errors else 200
    context = {"group": group, "form": form, "options": options}
    return render(request, "groups/edit.html", context, status=status)


def _change(request: LearnerRequest, group_id: int, changes: dict[str, object]) -> None:
    try:
        change_group(group_id, changes, by=request.user, now=timezone.now())
    except Gone:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Say what goes with the group and what stays; its name, typed, deletes it."""
    group = owned_or_404(request, group_id)
    form = DeletionForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            delete_group(group_id, by=request.user, now=timezone.now())
        except Gone:
            raise Http404 from None
        messages.success(request, f"Deleted the group “{group.name}”.")
        return redirect("group_list")
    context = {
        "group": group,
        "form": form,
        "others": group.memberships.count() - 1,
        "deck_count": group.shares.filter(deck__deleted_at=None).count(),
    }
    status = 422 if form.errors else 200
    return render(request, "groups/delete.html", context, status=status)


@require_safe
def activity(request: LearnerRequest, group_id: int) -> HttpResponse:
    """What happened, the latest first; for htmx the next lines alone."""
    reader = member_or_404(request, group_id)
    place = place_in(request.GET.get("after", ""))
    events, after = page_after(group_id, place, size=EVENTS_A_PAGE)
    context = {
        "group": reader.group,
        "lines": happenings(events, reader, now=timezone.now()),
        "after": after,
        "is_first": place is None,
    }
    page, fragment = "groups/activity.html", "groups/_events.html"
    return render_page(request, page, fragment, context)
