"""Coming by an invitation: what strangers see of a group is its name."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.accounts.ways_back import page_of
from decks.groups.asking import withdraw_request
from decks.groups.invitations import State, addressed_to, state_of, turn_off
from decks.groups.invite_forms import AnswerForm
from decks.groups.joining import (
    Entry,
    Standing,
    invitation_for,
    must_ask,
    standing_in,
    use_invitation,
)
from decks.groups.models import Invitation, Role, Seen
from decks.groups.seen_forms import SeenForm


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation's page, where one joins.

    Whatever is wrong with it looks the same, so that nothing is learned of a group.
    """
    invitation = invitation_for(token)
    if invitation is None:
        return _ended(request)
    standing = standing_in(request.user, invitation.group_id)
    if standing is Standing.MEMBER:
        return _in_already(request, invitation)
    is_waiting = standing is Standing.ASKED and must_ask(invitation, invitation.group)
    works = state_of(invitation, timezone.now()) is State.WORKS
    if standing is Standing.BLOCKED or not (works or is_waiting):
        return _ended(request)
    if request.method != "POST":
        return _page(request, invitation, is_waiting=is_waiting)
    if not isinstance(request.user, User):
        messages.warning(request, "You were signed out. You have not joined yet.")
        return redirect_to_login(page_of(request), resolve_url("account_login"))
    return _joined(request, request.user, invitation)


def _joined(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    """The form was sent; nothing is chosen where an owner has the word first."""
    asks = must_ask(invitation, invitation.group)
    form = SeenForm({"seen": Seen.HIDDEN} if asks else request.POST)
    if not form.is_valid():
        return _page(request, invitation, form=form)
    return _used(request, user, invitation, Seen(form.cleaned_data["seen"]))


def _used(
    request: HttpRequest, user: User, invitation: Invitation, seen: Seen
) -> HttpResponse:
    entry = use_invitation(user, invitation, seen=seen, now=timezone.now())
    if entry is Entry.REFUSED:
        return _ended(request)
    if entry is Entry.ASKED:
        return redirect("join", invitation.token)
    if entry is Entry.ALREADY:
        return _in_already(request, invitation)
    messages.success(request, f"You joined “{invitation.group.name}”.")
    return redirect("group", invitation.group_id)


@require_POST
def answer_invitation(request: LearnerRequest, invitation_id: int) -> HttpResponse:
    """Accept or decline a mail's invitation in the page, by whose address it is."""
    mine = addressed_to(request.user).select_related("group")
    invitation = get_object_or_404(mine, pk=invitation_id)
    answer = AnswerForm(request.POST, answers=("accept", "decline"))
    seen = SeenForm(request.POST)
    if answer.is_valid() and answer.cleaned_data["answer"] == "decline":
        turn_off(invitation, now=timezone.now())
        messages.success(request, "Declined. The invitation does not work any more.")
        return redirect("group_list")
    if answer.is_valid() and seen.is_valid():
        chosen = Seen(seen.cleaned_data["seen"])
        return _used(request, request.user, invitation, chosen)
    messages.error(request, "That could not be read. You have not joined yet.")
    return redirect("join", invitation.token)


@require_POST
def withdraw(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Ask no longer; for whoever never asked it does nothing and says the same."""
    withdraw_request(request.user, group_id)
    messages.success(request, "You do not ask to join any more.")
    return redirect("group_list")


def _in_already(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.info(request, "You are in this group already.")
    return redirect("group", invitation.group_id)


def _page(
    request: HttpRequest,
    invitation: Invitation,
    *,
    form: SeenForm | None = None,
    is_waiting: bool = False,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "role": Role(invitation.role).label,
        "form": form or SeenForm(),
        "must_ask": must_ask(invitation, invitation.group),
        "is_waiting": is_waiting,
        "is_mine": _is_addressed_to(request, invitation),
        "takes_new_people": settings.SIGNUP_OPEN,
    }
    return _unlisted(request, "groups/join.html", context, 422 if form else 200)


def _is_addressed_to(request: HttpRequest, invitation: Invitation) -> bool:
    if not invitation.email or not isinstance(request.user, User):
        return False
    return addressed_to(request.user).filter(pk=invitation.pk).exists()


def _ended(request: HttpRequest) -> HttpResponse:
    return _unlisted(request, "groups/invitation_ended.html", {}, 404)


def _unlisted(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
