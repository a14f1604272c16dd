"""An unlisted deck by its link: looked into by anyone, studied by whoever wants to."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.cards.library import linked_decks, sample_cards
from decks.cards.models import Deck, DeckReader
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session


@login_not_required
@require_safe
def link(request: HttpRequest, link_key: str) -> HttpResponse:
    """The deck's sample; whoever has the deck already is sent to it. Writes nothing."""
    readable = Deck.objects.readable_by(request.user)
    deck = get_object_or_404(
        _open(link_key, readable).select_related("owner"), link_key=link_key
    )
    if readable.filter(pk=deck.pk).exists():
        return redirect("deck", deck.pk)
    context = {"deck": deck, "cards": sample_cards(deck), "is_by_link": True}
    response = render(request, "decks/sample.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def study_by_link(request: LearnerRequest, link_key: str) -> HttpResponse:
    """Let the learner in for good, make the deck one of theirs and begin."""
    readable, now = Deck.objects.readable_by(request.user), timezone.now()
    deck = get_object_or_404(_open(link_key, readable), link_key=link_key)
    DeckReader.objects.bulk_create(
        [DeckReader(user=request.user, deck=deck, came_at=now)], ignore_conflicts=True
    )
    enrol(request.user, deck, now=now)
    session = start_session(request.user, Selection(deck_ids=(deck.pk,)), now=now)
    if session is None:
        return redirect("deck", deck.pk)
    return redirect("study", session.id)


def _open(link_key: str, readable: QuerySet[Deck]) -> QuerySet[Deck]:
    """An archived deck takes in nobody new."""
    linked = linked_decks(link_key)
    return linked.filter(archived_at=None) | linked.filter(pk__in=readable.values("pk"))
