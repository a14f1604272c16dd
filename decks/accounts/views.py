"""A learner's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from decks.accounts.forms import PreferencesForm
from decks.accounts.models import known_zones
from decks.accounts.requests import LearnerRequest


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: LearnerRequest) -> HttpResponse:
    """Show and change name, time zone, colours and text size."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Settings saved.")
        return redirect("preferences")
    if form.errors:
        # The form has written its values into the instance; the page must not show
        # a name or colours that were refused.
        request.user.refresh_from_db()
    context = {"form": form, "time_zones": sorted(known_zones())}
    status = 422 if form.errors else 200
    return render(request, "accounts/preferences.html", context, status=status)
