"""The page of a study group, and studying what the group finds hard."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.cards.models import Deck
from decks.groups.replies import member_or_404
from decks.progress.group_decks import hardest
from decks.progress.group_page import group_context
from decks.progress.listed_study import begun, say_how
from decks.study.models import StudySession
from decks.study.selections import Cards, Selection
from decks.study.sessions import enrol


@require_safe
def group(request: LearnerRequest, group_id: int) -> HttpResponse:
    """One group, for whoever is in it."""
    reader = member_or_404(request, group_id)
    page = request.GET.get("page")
    context = group_context(reader, page=page, now=timezone.now())
    return render(request, "groups/group.html", context)


@require_POST
def study_hard(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Study the cards that the group finds hard; practise them where none is due."""
    member_or_404(request, group_id)
    now = timezone.now()
    cards = hardest(request.user, group_id, now=now)
    decks = list(dict.fromkeys(deck_id for deck_id, _ in cards))
    selection = Selection(
        deck_ids=tuple(sorted(decks)),
        cards=Cards.GROUP.value,
        card_ids=tuple(card_id for _, card_id in cards),
    )
    session = _begun(request.user, selection, now=now) if cards else None
    if session is None:
        messages.info(request, "No card of these decks is hard for the group now.")
        return redirect("group", group_id)
    say_how(request, session, listed=len(cards))
    return redirect("study", session.id)


def _begun(
    user: User, selection: Selection, *, now: dt.datetime
) -> StudySession | None:
    """A sitting of the cards; the decks become the learner's."""
    for deck in Deck.objects.filter(pk__in=selection.deck_ids):
        enrol(user, deck, now=now)
    return begun(user, selection, now=now)
