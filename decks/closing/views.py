"""Deleting one's own account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from decks.accounts.administrators import OnlyAdministrator
from decks.accounts.identity import owner_required
from decks.accounts.requests import LearnerRequest
from decks.closing.ending import end_accounts
from decks.closing.forms import ONLY_ADMINISTRATOR, EndForm
from decks.closing.outlook import outlook_of


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def account_delete(request: LearnerRequest) -> HttpResponse:
    """What stays and what goes; with the tick, the end."""
    sent = request.POST if request.method == "POST" else None
    form = EndForm(sent)
    if form.is_valid():
        try:
            return _end(request)
        except OnlyAdministrator:
            form.add_error(None, ONLY_ADMINISTRATOR)
    now = timezone.now()
    context = {"form": form, "outlook": outlook_of(request.user, now=now)}
    status = 422 if form.is_bound else 200
    return render(request, "closing/account_delete.html", context, status=status)


def _end(request: LearnerRequest) -> HttpResponse:
    """The person is told by mail too: it may not have been them."""
    user, email = request.user, request.user.email
    end_accounts([user.pk], now=timezone.now())
    logout(request)
    messages.success(request, "Your account is deleted.")
    get_adapter(request).send_mail("account/email/account_deleted", email, {})
    return redirect("home")
