"""One setting that has a button of its own; the settings page is `study`'s."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.accounts.ways_back import page_of
from decks.htmx import is_swap


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
