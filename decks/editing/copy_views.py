"""Going through the cards of a deck that look like copies of another one."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from decks.accounts.requests import LearnerRequest
from decks.accounts.undo_offers import say_with_undo
from decks.cards.models import RESTORABLE_DAYS, Deck, How
from decks.cards.plurals import counted
from decks.cards.writing import ChangedMeanwhile, Pen, Sides
from decks.editing.copy_forms import (
    KeepForm,
    PlaceForm,
    WriteOneForm,
    both_texts,
    versions_of,
)
from decks.editing.copy_merging import NotHere, Seen, merge_cards
from decks.editing.copy_pairs import (
    ask_again,
    check_copies,
    keep_both,
    waiting_count,
)
from decks.editing.copy_screens import copies_screen, shown_pairs
from decks.editing.following import cards_changed
from decks.editing.models import LikelyCopy
from decks.htmx import is_swap

_CHANGED = (
    "One of these two cards was changed meanwhile. Nothing was merged: "
    "here they are as they are now."
)
_GONE = (
    "One of those two cards was merged, moved or deleted meanwhile. "
    "Nothing was changed just now."
)


def _deck(request: LearnerRequest, deck_id: int) -> Deck:
    deck: Deck = get_object_or_404(Deck.objects.editable_by(request.user), pk=deck_id)
    return deck


@require_safe
def copies(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """The deck's pairs, ten a page; with `show` "kept" those that were kept both."""
    deck = _deck(request, deck_id)
    is_kept = request.GET.get("show") == "kept"
    return _list(request, deck, is_kept=is_kept, page=request.GET.get("page"))


def _list(
    request: LearnerRequest,
    deck: Deck,
    *,
    is_kept: bool = False,
    page: object = None,
    at: int | None = None,
) -> HttpResponse:
    screen = copies_screen(deck, is_kept=is_kept, page=page)
    last = len(screen.shown) - 1
    context = {
        "deck": deck,
        "screen": screen,
        "days": RESTORABLE_DAYS,
        "is_swap": is_swap(request),
        "focus": None if at is None else min(at, last),
    }
    template = "copies/_copies.html" if is_swap(request) else "copies/copies.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


@require_POST
def check(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Look for copies: the cards that changed since the last time."""
    deck = _deck(request, deck_id)
    compared = check_copies(deck.pk, timezone.now())
    found = waiting_count(deck)
    messages.success(request, f"{_compared_words(compared, deck)} {_found(found)}")
    return redirect("copies", deck.pk)


def _compared_words(compared: int, deck: Deck) -> str:
    if not compared:
        return "No card was changed since the last look."
    return f"{counted(compared, 'card')} compared with all {deck.card_count:,}."


def _found(count: int) -> str:
    if not count:
        return "None looks like a copy."
    return f"{count:,} look like copies." if count > 1 else "1 looks like a copy."


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: LearnerRequest, pair_id: int) -> HttpResponse:
    """A pair: write one card from two. A POST decides, as `do` says."""
    row = _pair(request, pair_id)
    if request.method == "POST":
        if row is None:
            return _pair_gone(request)
        return _decide(request, row)
    if row is None:
        raise Http404
    form = WriteOneForm(deck=row.deck, initial=both_texts(row.earlier, row.later))
    return _pair_page(request, row, form)


def _pair(request: LearnerRequest, pair_id: int) -> LikelyCopy | None:
    """The pair, with deck and cards, where the editor has both cards in a deck."""
    pairs = LikelyCopy.objects.filter(deck__in=Deck.objects.editable_by(request.user))
    row = pairs.select_related("deck", "earlier", "later").filter(pk=pair_id).first()
    if row and {row.deck_id} == {row.earlier.deck_id, row.later.deck_id}:
        return row
    return None


def _pair_gone(request: LearnerRequest) -> HttpResponse:
    """Back to the deck that the form names, if it is one of the editor's."""
    place = _place(request)
    if place.deck_id is None:
        raise Http404
    deck = _deck(request, place.deck_id)
    messages.warning(request, _GONE)
    return _back(request, deck)


def _pair_page(
    request: LearnerRequest,
    row: LikelyCopy,
    form: WriteOneForm,
    *,
    warning: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "deck": row.deck,
        "shown": shown_pairs([row.pk])[0],
        "form": form,
        "warning": warning,
        "days": RESTORABLE_DAYS,
    }
    return render(request, "copies/pair.html", context, status=status)


def _decide(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    """A button says `do`, or which card to keep; the path does in an undo."""
    keeps_one = "one" if "keep" in request.POST else ""
    do = request.POST.get("do") or keeps_one or request.GET.get("do", "")
    if do not in _WAYS:
        raise Http404
    return _WAYS[do](request, row)


# --- Decisions ------------------------------------------------------------------------


def _both(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    keep_both(row, now=timezone.now())
    undo = reverse("copy_pair", args=[row.pk]) + "?do=again"
    say_with_undo(request, "Both kept.", undo)
    return _back(request, row.deck)


def _again(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    ask_again(row)
    messages.success(request, "These two wait for a decision again.")
    return _back(request, row.deck)


def _one(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    form = KeepForm(request.POST)
    choice = form.choice(row) if form.is_valid() else None
    if choice is None:
        raise Http404
    keep, drop = choice
    try:
        _merge(request, row, keep, drop)
    except ChangedMeanwhile:
        messages.warning(request, _CHANGED)
    except NotHere:
        messages.warning(request, _GONE)
    return _back(request, row.deck)


def _write(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    """The typed text over the earlier card; the later one goes into it."""
    form = WriteOneForm(request.POST, deck=row.deck)
    if not form.is_valid():
        return _pair_page(request, row, form, status=422)
    earlier, later = form.seen(row)
    try:
        _merge(request, row, earlier, later, text=form.sides)
    except ChangedMeanwhile:
        return _written_again(request, row)
    except NotHere:
        messages.warning(request, _GONE)
    return redirect("copies", row.deck_id)


def _written_again(request: LearnerRequest, row: LikelyCopy) -> HttpResponse:
    """The page with what was typed, beside the cards as they are now."""
    row = get_object_or_404(
        LikelyCopy.objects.select_related("deck", "earlier", "later"), pk=row.pk
    )
    given = request.POST.copy()
    for name, version in versions_of(row.earlier, row.later).items():
        given[name] = str(version)
    form = WriteOneForm(given, deck=row.deck)
    warning = f"{_CHANGED} What you typed stands below; saving it writes over both."
    return _pair_page(request, row, form, warning=warning, status=409)


def _merge(
    request: LearnerRequest,
    row: LikelyCopy,
    keep: Seen,
    drop: Seen,
    text: Sides | None = None,
) -> None:
    now = timezone.now()
    pen = Pen(request.user, now, How.MERGED)
    merge_cards(row.deck_id, keep=keep, drop=drop, pen=pen, text=text)
    cards_changed(row.deck_id, by=request.user, now=now)
    messages.success(request, "One card kept. The other is in the deleted cards.")


_WAYS: dict[str, Callable[[LearnerRequest, LikelyCopy], HttpResponse]] = {
    "both": _both,
    "again": _again,
    "one": _one,
    "write": _write,
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    page: int = 1
    at: int = 0
    deck_id: int | None = None


def _place(request: LearnerRequest) -> _Place:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _Place()
    data: dict[str, Any] = form.cleaned_data
    return _Place(data["page"] or 1, data["at"] or 0, data["deck"])


def _back(request: LearnerRequest, deck: Deck) -> HttpResponse:
    """The list: its fragment for a swap, with the focus on the pair that came next."""
    place, is_kept = _place(request), "kept" in request.POST
    if is_swap(request):
        return _list(request, deck, is_kept=is_kept, page=place.page, at=place.at)
    query = f"?page={place.page}" if place.page > 1 else ""
    if is_kept:
        query = f"?show=kept&page={place.page}"
    return redirect(reverse("copies", args=[deck.pk]) + query)
