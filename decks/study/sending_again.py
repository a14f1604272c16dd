"""A rating that met a site without its database, to be sent again by a plain form."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from decks.study.forms import RatingForm

_TAKES_RATINGS = ("rate", "practise")


def rating_to_send_again(request: HttpRequest) -> dict[str, str]:
    """The rating's form as it was sent, its own token included; empty for all else.

    No token is made here: a form that another site sent stays one that is refused.
    Asks no database.
    """
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        return {}
    if request.method != "POST" or name not in _TAKES_RATINGS:
        return {}
    if not RatingForm(request.POST).is_valid():
        return {}
    names = ("csrfmiddlewaretoken", *RatingForm.base_fields)
    return {key: request.POST[key] for key in names if key in request.POST}
