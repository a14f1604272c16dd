"""The public decks, to search and browse."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from decks.cards.library import Order, public_decks, with_words

DECKS_A_PAGE = 20
TEXT_MAX_CHARACTERS = 200


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Public decks that have the words looked for, a page at a time. Two statements."""
    text = request.GET.get("q", "").replace("\0", "")[:TEXT_MAX_CHARACTERS].strip()
    order = request.GET.get("sort", "")
    if order not in Order.values:
        order = Order.TITLE.value
    found = with_words(public_decks(order), text).select_related("owner")
    page = Paginator(found, DECKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "text": text,
        "order": order,
        "orders": [
            (o.value, o.label, urlencode({"q": text, "sort": o})) for o in Order
        ],
        "query": urlencode({"q": text, "sort": order}),
    }
    return render(request, "decks/library.html", context)
