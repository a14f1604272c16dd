"""How one likes to study: everywhere, in one deck, and what a deck proposes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from decks.accounts.forms import PreferencesForm
from decks.accounts.models import User, known_zones
from decks.accounts.requests import LearnerRequest
from decks.accounts.study_options import OPTION_NAMES, option_values, resolved
from decks.cards.models import Deck
from decks.study.cost import Prices, prices_of
from decks.study.exam_forms import exam_form
from decks.study.learners import (
    enrolment_options,
    enrolment_or_404,
    enrolments_of,
    options_by_deck,
    proposed_options,
)
from decks.study.models import Enrolment
from decks.study.option_forms import DeckDefaultsForm, EnrolmentOptionsForm

OPTIONS_SAVED = "Options saved. A session that has begun keeps its cards."


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: LearnerRequest) -> HttpResponse:
    """Show and change everything that a learner sets for all of their decks."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "Settings saved.")
        return redirect("preferences")
    if form.errors:
        # The form has written its values into the instance; the page must not show
        # a name or colours that were refused.
        request.user.refresh_from_db()
    context = {"form": form, "time_zones": sorted(known_zones())}
    context |= _prices_everywhere(request.user)
    return _page(request, "accounts/preferences.html", context)


def _prices_everywhere(user: User) -> dict[str, Any]:
    """What the wanted recall costs in the decks that have no value of their own."""
    mine = enrolments_of(user)
    following = [row for row in mine if not _decides_itself(row)]
    chosen = resolved(option_values(user)).retention_percent
    options = options_by_deck(user, following)
    return {
        "prices": prices_of(user, options, chosen_percent=chosen),
        "other_decks_count": len(mine) - len(following),
    }


def _decides_itself(row: Enrolment) -> bool:
    rows = (option_values(row), *proposed_options(row))
    return any(values[_RETENTION] is not None for values in rows)


_RETENTION = OPTION_NAMES.index("retention_percent")


@require_http_methods(["GET", "HEAD", "POST"])
def options(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """A learner's own options in one of their decks."""
    enrolment = enrolment_or_404(request.user, deck_id)
    prices = _prices_here(request.user, enrolment)
    form = EnrolmentOptionsForm(request.POST or None, instance=enrolment)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, OPTIONS_SAVED)
        return redirect("deck", deck_id)
    may_edit = Deck.objects.kept_by(request.user).filter(pk=deck_id).exists()
    dates = {"exam_form": exam_form(enrolment, now=timezone.now())}
    context = {"form": form, "deck": enrolment.deck, "prices": prices, **dates}
    return _page(request, "study/options.html", context | {"may_edit": may_edit})


def _prices_here(user: User, enrolment: Enrolment) -> Prices | None:
    holds = enrolment_options(user, enrolment)
    here = {enrolment.deck_id: holds}
    return prices_of(user, here, chosen_percent=holds.retention_percent)


@require_http_methods(["GET", "HEAD", "POST"])
def defaults(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """What a deck proposes to its learners, for those who keep it."""
    deck = get_object_or_404(Deck.objects.kept_by(request.user), pk=deck_id)
    form = DeckDefaultsForm(request.POST or None, instance=deck)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "Saved. This deck now proposes these options.")
        return redirect("deck", deck_id)
    context = {"form": form, "deck": deck, "is_proposal": True}
    return _page(request, "study/options.html", context)


def _page(
    request: LearnerRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, template, context, status=status)
