"""The pages that say where a learner stands: Today, the decks, one deck."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.models import User
from decks.cards.library import public_decks, sample_cards, source_of
from decks.cards.models import Deck
from decks.htmx import is_swap
from decks.progress import card_list, today
from decks.progress.charts import forecast_bars
from decks.progress.deck_shelf import shelf_of
from decks.progress.welcome import welcome_context
from decks.study.learners import calendar_of
from decks.study.models import Enrolment

PUBLIC_DECKS_SHOWN = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today for a learner; for anyone else the welcome page."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html", welcome_context())
    return _today_page(request, request.user)


@login_not_required
@require_safe
def try_card(request: HttpRequest) -> HttpResponse:
    """The welcome page with its card turned, and rated where `level` says so."""
    level = request.GET.get("level", "")
    context = welcome_context(level=level) | {"turned": True}
    return render(request, "home/welcome.html", context)


def _today_page(request: HttpRequest, user: User) -> HttpResponse:
    now = timezone.now()
    study_day = calendar_of(user).day_of(now)
    waiting = today.today_of(user, now=now)
    if not waiting.rows:
        # The ghost of a due stack: 34 flat ticks, 9 apart.
        ways_in = {"suggested": public_decks().first(), "ghost": range(0, 303, 9)}
        return render(request, "home/empty.html", ways_in)
    days = today.forecast(user, waiting, now=now)
    context = {
        "today": waiting,
        "study_day": study_day,
        "streak": today.streak_of(user, today=study_day),
        "forecast": forecast_bars(days),
        "next_due": today.next_words(days),
        "about": today.time_words(
            today.minutes_for(user, waiting.study_count, today=study_day)
        ),
    }
    return render(request, "home/today.html", context)


@login_not_required
@require_safe
def deck_list(request: HttpRequest) -> HttpResponse:
    """One's decks with their numbers, those put away, and a few public ones."""
    user, context = request.user, dict[str, Any]()
    ids: list[int] = []
    if user.is_authenticated:
        rows = today.today_of(user, now=timezone.now()).rows
        ids = [row.deck.pk for row in rows]
        context = {
            "own": [row for row in rows if row.deck.owner_id == user.pk],
            "studied": [row for row in rows if row.deck.owner_id != user.pk],
            "shelf": shelf_of(user, beside=ids),
        }
    shared = public_decks().exclude(pk__in=ids).select_related("owner")
    context["decks"] = shared[:PUBLIC_DECKS_SHOWN]
    return render(request, "decks/list.html", context)


@login_not_required
@require_safe
def deck(request: HttpRequest, deck_id: int) -> HttpResponse:
    """One deck: to a learner of it where they stand, to others a sample."""
    user = request.user
    editable = Deck.objects.editable_by(user).filter(pk=OuterRef("pk"))
    readable = Deck.objects.readable_by(user).annotate(may_edit=Exists(editable))
    deck = get_object_or_404(readable.select_related("owner"), pk=deck_id)
    enrolment = _enrolment(user, deck) if user.is_authenticated else None
    if enrolment is None or not user.is_authenticated:
        context = {"deck": deck, "cards": sample_cards(deck)}
        context["source"] = source_of(deck, user)
        return render(request, "decks/sample.html", context)
    return _learners_deck(request, user, enrolment)


def _enrolment(user: User, deck: Deck) -> Enrolment | None:
    """The learner's enrolment with this very deck on it, not one loaded again."""
    enrolment: Enrolment | None = Enrolment.objects.filter(
        user=user, deck=deck, archived_at=None
    ).first()
    if enrolment is not None:
        enrolment.deck = deck
    return enrolment


def _learners_deck(
    request: HttpRequest, user: User, enrolment: Enrolment
) -> HttpResponse:
    deck, now = enrolment.deck, timezone.now()
    show = request.GET.get("show", card_list.SHOW_ALL)
    if show not in card_list.SHOWS:
        show = card_list.SHOW_ALL
    after = request.GET.get("after", "")
    page = card_list.card_page(user, deck, show=show, after=after, now=now)
    context: dict[str, Any] = {"deck": deck, "show": show, "page": page}
    context["source"] = source_of(deck, user)
    if is_swap(request) and after:
        return render(request, "decks/_card_rows.html", context)
    row = today.deck_row(user, enrolment, now=now)
    context["row"] = row
    if show.isdecimal():
        context["shown_level"] = int(show)
        context["shown_count"] = row.standing.counts[int(show)]
    return render(request, "decks/deck.html", context)
