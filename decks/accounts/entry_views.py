"""Signing in anew, ending one session, confirming: what allauth has no page for, or
another one."""

from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmEmailView, EmailView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.devices import device_words
from decks.accounts.entry_forms import LoginCodeRequestForm
from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: LearnerRequest) -> HttpResponse:
    """For whoever has nothing but their mail: out, and in again by a code."""
    if request.method == "POST":
        return _by_code(request, request.user)
    way_back = get_next_redirect_url(request) or reverse("preferences")
    return render(request, "account/sign_in_again.html", {"next": way_back})


def _by_code(request: HttpRequest, user: User) -> HttpResponse:
    way_back = get_next_redirect_url(request) or reverse("preferences")
    asked = LoginCodeRequestForm({"email": user.email})
    if not asked.is_valid():  # too often
        messages.error(request, " ".join(asked.errors["email"]))
        return redirect("preferences")
    logout(request)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect(
        f"{reverse('account_confirm_login_code')}?{urlencode({'next': way_back})}"
    )


@require_POST
def session_end(request: LearnerRequest, session_id: int) -> HttpResponse:
    """One session of one's own is over at once; the one in use is signed out."""
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    device = device_words(session.user_agent)
    end_sessions(request, [session])
    messages.success(request, f"{device} is signed out.")
    return redirect("usersessions_list")


_NONE_SENT = (
    "No new link was sent: one was asked for within the last three minutes. Look among"
    " unwanted mail too."
)


class ChangeView(EmailView):  # type: ignore[misc]
    """Changing one's address."""

    def _action_send(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send the link again, or say that none was sent."""
        reply = super()._action_send(request, *args, **kwargs)
        if not self._did_send_verification_email and self._get_email_address(request):
            messages.info(request, _NONE_SENT)
        return reply


class AddressView(ConfirmEmailView):  # type: ignore[misc]
    """The page behind the link that confirms an address."""

    def logout_other_user(self, confirmation: Any) -> None:
        """Pressing its button may sign somebody else out, looking at it never does."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)
