"""The tables of the Progress page, to be saved."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.progress.overview.counting import TooManyReviews
from decks.progress.overview.scope import scope_from
from decks.progress.overview.tables import as_csv, table_rows


@require_safe
def table(request: LearnerRequest, table: str) -> HttpResponse:
    """One table of a scope as CSV; 404 for another name, and where the page has none
    because a tag has too many reviews."""
    now = timezone.now()
    scope = scope_from(request.user, request.GET, now=now)
    rows = table_rows(table, scope, now=now)
    if rows is None:
        raise Http404
    try:
        made = as_csv(rows)
    except TooManyReviews as error:
        raise Http404 from error
    reply = HttpResponse(made, content_type="text/csv; charset=utf-8")
    name = f"progress-{table}.csv"
    reply["Content-Disposition"] = content_disposition_header(True, name)
    return reply
