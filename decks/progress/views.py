"""The pages that say where a learner stands: Today, the decks, one deck."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.models import User
from decks.accounts.requests import LearnerRequest
from decks.cards.library import public_decks, sample_cards, source_of
from decks.cards.models import Card, Deck
from decks.groups.sharing import shared_with
from decks.htmx import is_swap, render_page
from decks.progress import card_list, today
from decks.progress.charts import forecast_bars
from decks.progress.deck_page import cards_shown
from decks.progress.deck_recall import deck_recall
from decks.progress.deck_shelf import SHARED_SHOWN, shared_with_me, shelf_of
from decks.progress.exam_panel import exam_panel, exams_soon
from decks.progress.today_news import latest_news
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
    ahead = today.forecast(user, waiting, now=now)
    context = {
        "today": waiting,
        "study_day": study_day,
        "streak": today.streak_of(user, today=study_day),
        "forecast": forecast_bars(ahead.expected),
        "next_due": today.next_words(ahead.scheduled),
        "news": latest_news(user, now=now),
        "exams": exams_soon(user, [row.deck for row in waiting.rows], today=study_day),
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
            "shared": shared_with_me(user),
            "shared_most": SHARED_SHOWN,
        }
        ids += [deck.pk for deck in context["shared"]]
    public = public_decks().exclude(pk__in=ids).select_related("owner")
    context["decks"] = public[:PUBLIC_DECKS_SHOWN]
    return render(request, "decks/list.html", context)


@login_not_required
@require_safe
def deck(request: HttpRequest, deck_id: int) -> HttpResponse:
    """One deck: to a learner of it where they stand, to others a sample."""
    user = request.user
    editable = Deck.objects.editable_by(user).filter(pk=OuterRef("pk"))
    kept = Deck.objects.kept_by(user).filter(pk=OuterRef("pk"))
    readable = Deck.objects.readable_by(user).annotate(
        may_edit=Exists(editable), is_kept=Exists(kept)
    )
    deck: Any = get_object_or_404(readable.select_related("owner"), pk=deck_id)
    if user.is_authenticated:
        enrolment = _enrolment(user, deck)
        if enrolment is not None or deck.may_edit:
            return _learners_deck(request, user, deck, enrolment)
    context = {"deck": deck, "cards": sample_cards(deck)} | _about(user, deck)
    return render(request, "decks/sample.html", context)


def _about(user: User | AnonymousUser, deck: Any) -> dict[str, Any]:
    """What the head says: where a copy came from, which groups have the deck."""
    about: dict[str, Any] = {"source": source_of(deck, user)}
    if user.is_authenticated:
        about["shared_with"] = shared_with(user, deck.pk, is_kept=deck.is_kept)
    return about


def _enrolment(user: User, deck: Deck) -> Enrolment | None:
    """The learner's enrolment with this very deck on it, not one loaded again."""
    mine = Enrolment.objects.filter(user=user, deck=deck, archived_at=None)
    enrolment: Enrolment | None = mine.select_related("group").first()
    if enrolment is not None:
        enrolment.deck = deck
    return enrolment


def _learners_deck(
    request: HttpRequest, user: User, deck: Any, enrolment: Enrolment | None
) -> HttpResponse:
    """The deck as its learner sees it, or an editor who does not study it.

    `deck` is annotated with `may_edit` and `is_kept`.
    """
    now = timezone.now()
    shown = cards_shown(user, deck, request.GET, may_edit=deck.may_edit, now=now)
    may_leave = deck.taken_down_at is None and (deck.allows_export or deck.may_edit)
    context: dict[str, Any] = {"deck": deck, "shown": shown, "may_leave": may_leave}
    if is_swap(request) and request.GET.get("after"):
        return render(request, "decks/_card_rows.html", context)
    row = None
    if enrolment is not None:
        row = today.deck_row(user, enrolment, now=now)
        context |= {
            "exam": exam_panel(user, enrolment, now=now),
            "recall": deck_recall(
                user,
                deck.pk,
                card_count=deck.card_count,
                today=calendar_of(user).day_of(now),
            ),
        }
    context |= {"row": row} | _about(user, deck)
    if row is not None and shown.chosen.show.isdecimal():
        level = int(shown.chosen.show)
        context |= {"shown_level": level, "shown_count": row.standing.counts[level]}
    return render(request, "decks/deck.html", context)


@require_safe
def card_row(request: LearnerRequest, card_id: int) -> HttpResponse:
    """One card of the list, as it stands now: what its form is exchanged for."""
    user = request.user
    readable = Deck.objects.readable_by(user)
    cards = Card.objects.filter(deck__in=readable).select_related("deck")
    card: Any = get_object_or_404(cards, pk=card_id)
    card.deck.may_edit = Deck.objects.editable_by(user).filter(pk=card.deck_id).exists()
    row = card_list.card_row(user, card, now=timezone.now())
    context = {"deck": card.deck, "row": row, "is_saved": "saved" in request.GET}
    return render_page(request, "cards/row.html", "decks/_card_row.html", context)
