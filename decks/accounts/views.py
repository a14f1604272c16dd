"""A learner's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from decks.accounts.forms import PreferencesForm
from decks.accounts.models import User, known_zones
from decks.accounts.requests import LearnerRequest
from decks.accounts.ways_back import page_of
from decks.htmx import is_swap


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


@require_POST
def text_size(request: LearnerRequest) -> HttpResponse:
    """The next larger size for questions and answers, the smallest after the largest.

    htmx gets the size as an event, so that a card that is turned stays so.
    """
    sizes = list(User.TextSize)
    here = sizes.index(User.TextSize(request.user.text_size))
    request.user.text_size = sizes[(here + 1) % len(sizes)]
    request.user.save(update_fields=["text_size"])
    if not is_swap(request):
        return redirect(page_of(request))
    given = {"size": int(request.user.text_size)}
    return trigger_client_event(HttpResponse(status=204), "flashcards:text-size", given)
