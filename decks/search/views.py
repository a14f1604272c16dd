"""The search page: all cards that one may read."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.htmx import is_swap, render_page
from decks.scheduling.levels import Level
from decks.search.finding import SHOW_ALL, SHOW_DUE, SHOW_NEW, Asked, find, my_decks
from decks.search.forms import SearchForm

_FILTERS = (
    (SHOW_ALL, "All"),
    (SHOW_DUE, "Due"),
    (SHOW_NEW, "New"),
    *((str(level.value), f"{level.value} {level.word}") for level in Level),
)


@require_safe
def search(request: LearnerRequest) -> HttpResponse:
    """What was typed (`q`), in one of the learner's decks, by level or due.

    A swap gets the results; one with `start` the next rows only.
    """
    mine = my_decks(request.user)
    form = SearchForm(request.GET, mine=mine)
    context: dict[str, Any] = {"form": form, "mine": mine, "typed": form["q"].value()}
    if form.is_valid():
        asked = form.asked()
        context |= {"asked": asked, "filters": _filters(asked)}
        if asked.text:
            found = find(request.user, asked, mine, now=timezone.now())
            context |= {"found": found, "more": _address(asked, start=found.next_start)}
        if is_swap(request) and asked.start:
            response = render(request, "search/_rows.html", context)
            response.headers["Vary"] = "HX-Request"
            return response
    return render_page(request, "search/search.html", "search/_found.html", context)


def _filters(asked: Asked) -> list[tuple[str, str, bool]]:
    """Address, words and whether it is the one in force, for each filter."""
    return [
        (_address(asked, show=show), words, show == asked.show)
        for show, words in _FILTERS
    ]


def _address(asked: Asked, **changed: Any) -> str:
    """The query part of this search with something changed, from the beginning."""
    given = {"q": asked.text, "deck": asked.deck_id, "show": asked.show} | changed
    if given["show"] == SHOW_ALL:
        given["show"] = ""
    return "?" + urlencode({name: value for name, value in given.items() if value})
