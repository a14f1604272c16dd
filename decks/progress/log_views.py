"""The pages behind the numbers of Progress: ratings, cards, tags."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.htmx import render_page
from decks.progress.listed_study import begun, say_how
from decks.progress.overview.asked_cards import asked_cards
from decks.progress.overview.asked_reviews import asked_reviews
from decks.progress.overview.cards import PAGE_SIZE, cards_page
from decks.progress.overview.hard_cards import SHOWN
from decks.progress.overview.review_rows import review_rows
from decks.progress.overview.review_words import note_of, review_heading
from decks.progress.overview.reviews import log_page
from decks.progress.overview.scope import scope_from
from decks.study.selections import TAGS_MAX, Cards, Selection, tags_of

_PAGE_DIGITS = {str(n): n for n in range(1, PAGE_SIZE + 1)}


@require_safe
def reviews(request: LearnerRequest) -> HttpResponse:
    """The ratings of some days, a page at a time; also of decks one no longer has."""
    scope = scope_from(request.user, request.GET, now=timezone.now())
    asked = asked_reviews(scope, request.GET)
    after = request.GET.get("after", "")
    page = log_page(asked, after=after)
    context = {
        "scope": scope,
        "asked": asked,
        "page": page,
        "rows": review_rows(request.user, page.rows, year=scope.today.year),
        "heading": review_heading(asked, page),
        "note": note_of(asked),
        "gone": _gone(page.count, len(page.rows), page.next_after or after),
        "next_query": page.next_after and asked.query(after=page.next_after),
        "is_first": not after,
    }
    rows = "progress/_review_rows.html"
    return render_page(request, "progress/reviews.html", rows, context)


def _gone(count: int | None, shown: int, other_pages: str) -> int:
    """How many ratings are gone with their cards, where one page holds all."""
    return 0 if count is None or other_pages else max(0, count - shown)


@require_safe
def cards(request: LearnerRequest) -> HttpResponse:
    """The cards of a level, of a day, or those that are hard, a page at a time."""
    now = timezone.now()
    scope = scope_from(request.user, request.GET, now=now)
    asked = asked_cards(scope, request.GET)
    after = request.GET.get("after", "")
    page = cards_page(asked, after=after, now=now)
    context = {
        "scope": scope,
        "asked": asked,
        "page": page,
        "rows": page.rows,
        "heading": asked.heading(page.count_words, page.count),
        "next_query": page.next_after and asked.query(after=page.next_after),
        "is_first": not after,
        "most": PAGE_SIZE,
    }
    rows = "progress/_card_rows.html"
    return render_page(request, "progress/cards.html", rows, context)


@require_POST
def study_cards(request: LearnerRequest) -> HttpResponse:
    """Study the first `most` cards of a list; practise them where none is due."""
    now = timezone.now()
    scope = scope_from(request.user, request.POST, now=now)
    asked = asked_cards(scope, request.POST)
    most = _PAGE_DIGITS.get(request.POST.get("most", ""), SHOWN)
    rows = cards_page(asked, after="", now=now).rows[:most]
    selection = Selection(
        deck_ids=tuple(sorted({row.card.deck_id for row in rows})),
        cards=Cards.LISTED.value,
        card_ids=tuple(row.card.pk for row in rows),
    )
    session = begun(request.user, selection, now=now) if rows else None
    if session is None:
        messages.info(request, "None of these cards can be studied now.")
        return redirect(reverse("progress_cards") + asked.query())
    say_how(request, session, listed=len(rows))
    return redirect("study", session.id)


@require_safe
def tags(request: LearnerRequest) -> HttpResponse:
    """The tags of one's decks, or of one of them; each leads to its figures."""
    scope = scope_from(request.user, request.GET, now=timezone.now())
    names = tags_of(scope.deck_ids)
    links = [(tag, scope.query(tag=tag)) for tag in names]
    context = {"scope": scope, "tags": links, "is_capped": len(names) == TAGS_MAX}
    return render(request, "progress/tags.html", context | {"most": TAGS_MAX})
