"""Taking along what is one's own: the reviews for an optimiser, the whole account."""

import itertools
from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.attachments import CSV, attachment
from decks.accounts.requests import LearnerRequest
from decks.study.learners import calendar_of
from decks.transfer.take_out.account import account_json
from decks.transfer.take_out.reviews import count_reviews, reviews_csv

WHOLE_MAX_BYTES = 16_000_000
"""So much of a file is in memory at once: half a million reviews as CSV."""


@require_safe
def take_out(request: LearnerRequest) -> HttpResponse:
    """What there is to take along, and what each file holds."""
    context = {"review_count": count_reviews(request.user)}
    return render(request, "take_out/take_out.html", context)


@require_safe
def take_out_reviews(request: LearnerRequest) -> HttpResponseBase:
    """The learner's reviews (`reviews_csv`), to be saved."""
    pieces = reviews_csv(request.user)
    return _file(request, pieces, "reviews", "csv", CSV)


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
    """The pieces as a file that is named for the learner's day; for HEAD none is made.

    Up to WHOLE_MAX_BYTES it is sent whole, so that the server's thread is free while
    somebody takes it slowly. What is larger is sent as it is made.
    """
    is_asked = request.method != "HEAD"
    content = _whole_or_not(pieces) if is_asked else iter(())
    today = calendar_of(request.user).day_of(timezone.now())
    name = f"flashcards-{what}-{today.isoformat()}.{extension}"
    return attachment(content, name, content_type)


def _whole_or_not(pieces: Iterator[bytes]) -> bytes | Iterator[bytes]:
    first: list[bytes] = []
    size_bytes = 0
    for piece in pieces:
        first.append(piece)
        size_bytes += len(piece)
        if size_bytes > WHOLE_MAX_BYTES:
            return itertools.chain(first, pieces)
    return b"".join(first)
