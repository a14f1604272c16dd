"""Choosing one's mail, and turning it off from a mail itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from decks.accounts.requests import LearnerRequest
from decks.mails.choosing import address_of, choice_of, choose, turn_off
from decks.mails.forms import MailForm
from decks.mails.models import MailChoice
from decks.mails.mornings import morning_minutes
from decks.mails.ways_out import user_id_in


@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: LearnerRequest) -> HttpResponse:
    """Which mail one wants; none is sent before the address is confirmed."""
    user = request.user
    choice = choice_of(user) or MailChoice()
    shown = {"digest": choice.digest, "reminds": choice.reminds}
    form = MailForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        choose(user, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("mail_settings")
    hour, minute = divmod(morning_minutes(user.day_start_minutes), 60)
    context = {
        "form": form,
        "address": address_of(user),
        "morning": f"{hour:02}:{minute:02}",
    }
    status = 422 if form.errors else 200
    return render(request, "mails/settings.html", context, status=status)


@csrf_exempt  # A mail program sends this POST (RFC 8058): the link itself is the proof.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn somebody's mail off on a POST, whoever sends it; twice is once.

    Programs that only look at links change nothing. What no mail of ours held is
    answered alike: nobody learns which accounts there are.
    """
    is_sent = request.method == "POST"
    if is_sent and (user_id := user_id_in(token)) is not None:
        turn_off(user_id)
    return render(request, "mails/off.html", {"is_off": is_sent})
