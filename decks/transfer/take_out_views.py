"""Taking along what is one's own: the reviews for an optimiser, the whole account."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.study.learners import calendar_of
from decks.transfer.take_out.account import account_json
from decks.transfer.take_out.reviews import count_reviews, reviews_csv


@require_safe
def take_out(request: LearnerRequest) -> HttpResponse:
    """What there is to take along, and what each file holds."""
    context = {"review_count": count_reviews(request.user)}
    return render(request, "take_out/take_out.html", context)


@require_safe
def take_out_reviews(request: LearnerRequest) -> HttpResponseBase:
    """The learner's reviews (`reviews_csv`), to be saved."""
    pieces = reviews_csv(request.user)
    return _file(request, pieces, "reviews", "csv", "text/csv; charset=utf-8")


@require_safe
def take_out_account(request: LearnerRequest) -> HttpResponseBase:
    """The whole account (`account_json`), to be saved."""
    pieces = account_json(request.user, now=timezone.now())
    return _file(request, pieces, "account", "json", "application/json")


def _file(
    request: LearnerRequest,
    pieces: Iterator[bytes],
    what: str,
    extension: str,
    content_type: str,
) -> HttpResponseBase:
    """The pieces as they are made, named for the learner's day; for HEAD none is."""
    today = calendar_of(request.user).day_of(timezone.now())
    name = f"flashcards-{what}-{today.isoformat()}.{extension}"
    is_asked = request.method != "HEAD"
    made = StreamingHttpResponse(pieces) if is_asked else HttpResponse()
    made["Content-Type"] = content_type
    made["Content-Disposition"] = content_disposition_header(True, name)
    return made
