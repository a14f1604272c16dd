"""Plain answers for whoever watches the site: is it running, can it work, how much.

None of them asks for a sign-in, reads or sets a cookie, or is redirected to https.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from flashcards.watching.asking import NoAnswer, ask
from flashcards.watching.metrics import METRICS, may_scrape, metrics


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process serves; asks nothing else."""
    return _plain("ok\n", 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers within 2 s, else 503."""
    if database_answers():
        return _plain("ready\n", 200)
    return _plain("the database does not answer\n", 503)


class HealthMiddleware:
    """Answers before session and user are looked up: a cookie must not need a database.

    Stands right before SessionMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        answers = {"/healthz": healthz, "/readyz": readyz}
        if request.path_info == METRICS and may_scrape(request):
            return metrics(request)
        # Who may not is told what everybody is told of an address that is not there.
        return answers.get(request.path_info, self.get_response)(request)


def database_answers() -> bool:
    """Whether the database answers a question within 2 s."""
    try:
        ask(_ask_database)
    except NoAnswer:
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _plain(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, "text/plain; charset=utf-8", status, headers=headers)
