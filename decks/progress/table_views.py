"""The tables of the Progress page, to be saved."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.attachments import CSV, attachment
from decks.accounts.requests import LearnerRequest
from decks.progress.csv_file import as_csv
from decks.progress.overview.counting import TooManyReviews
from decks.progress.overview.scope import scope_from
from decks.progress.overview.tables import table_rows


@require_safe
def table(request: LearnerRequest, table: str) -> HttpResponseBase:
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
    return attachment(made, f"progress-{table}.csv", CSV)
