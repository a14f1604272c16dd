"""Two plain answers for whoever watches the site: is it running, can it work.

Neither asks for a sign-in, reads or sets a cookie, or is redirected to https.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

ANSWER_SECONDS_MAX = 2

# One thread asks, so that a database which hangs holds up no more than that thread.
_asker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


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
        return answers.get(request.path_info, self.get_response)(request)


def database_answers() -> bool:
    """Whether the database answers a question within 2 s."""
    asked: Future[None] = _asker.submit(_ask_database)
    try:
        asked.result(timeout=ANSWER_SECONDS_MAX)
    except (DatabaseError, FutureTimeoutError):
        asked.cancel()
        return False
    return True


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _plain(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, "text/plain; charset=utf-8", status, headers=headers)
