"""The site's URLs and some whose exceptions hold what was sent, for `test_log.py`."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from decks.models import Deck, User
from flashcards.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


def _no_number(sent: str) -> None:
    int(sent)


def _there_twice(sent: str) -> None:
    with transaction.atomic():
        for _ in range(2):
            User.objects.create(email=f"{sent}@example.net")


def _no_text_of_it(sent: str) -> None:
    Deck.objects.extra(where=["title = %s::date::text"], params=[sent]).exists()


def _from_another(sent: str) -> None:
    try:
        int(sent)
    except ValueError as error:
        raise LookupError(sent) from error


def _suspicious(sent: str) -> None:
    raise SuspiciousOperation(sent)


def _refused(sent: str) -> None:
    raise PermissionDenied(sent)


def _away(sent: str) -> None:
    raise OperationalError("the database is away")


FAULTS: dict[str, Callable[[str], None]] = {
    "number": _no_number,
    "twice": _there_twice,
    "date": _no_text_of_it,
    "chain": _from_another,
    "suspicious": _suspicious,
    "refused": _refused,
    "away": _away,
}


@login_not_required
def faulty(request: HttpRequest, kind: str) -> HttpResponse:
    """Goes wrong in the way that `kind` names, over what was sent."""
    FAULTS[kind](request.GET["q"])
    return HttpResponse()


urlpatterns = [*urlpatterns, path("faulty/<str:kind>/", faulty, name="faulty")]
