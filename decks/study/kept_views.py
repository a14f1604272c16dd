"""Ratings that a browser kept because it could not send them (`kept-ratings.js`).

They come one by one, each with the id of its showing, so that one which did arrive the
first time counts once. They count when they get here: the clock is the server's.
"""

import uuid

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from decks.accounts.requests import LearnerRequest
from decks.study import screens
from decks.study.forms import KeptForm
from decks.study.lost_decks import why_not_counted
from decks.study.models import StudySession
from decks.study.ratings_counted import count_rating
from decks.study.recording import (
    NoSuchCard,
    NoSuchSession,
    Recorded,
    read_session,
    record_practice,
    record_rating,
)

_NOT_READ = "It could not be read."
_NO_SESSION = "The session it belongs to is no longer there."


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: LearnerRequest) -> HttpResponse:
    """Who is signed in, with a token to send with; or take one rating.

    GET: `{"learner", "token"}`. POST: `{"outcome": "counted" | "refused", "words",
    "card"}`, where `card` is the address of a refused one's card or ''. 409 for a
    rating that somebody else made in the same browser: it is neither counted nor
    refused.
    """
    learner = str(request.user.pk)
    if request.method != "POST":
        return JsonResponse({"learner": learner, "token": get_token(request)})
    if request.POST.get("learner") != learner:
        return JsonResponse({"outcome": "another learner's"}, status=409)
    return _take(request, KeptForm(request.POST))


def _take(request: LearnerRequest, form: KeptForm) -> HttpResponse:
    if not form.is_valid():
        return _refused(_NOT_READ)
    card_id, session_id = form.cleaned_data["card"], form.cleaned_data["session"]
    try:
        recorded = _record(request, form, session_id)
    except NoSuchSession:
        return _refused(_NO_SESSION, form)
    except NoSuchCard:
        session = read_session(request.user, session_id)
        return _refused(why_not_counted(request.user, session, card_id), form)
    count_rating(recorded)
    words = screens.receipt_words(recorded)
    level, card = recorded.level, reverse("card", args=[card_id])
    if level is None:
        return _refused(words, form, card)
    if level != form.cleaned_data["confidence"]:
        # An earlier press of the same showing had arrived; only its reply was lost.
        return _refused(
            f"It had counted as {level:d}, {level.word}, before.", form, card
        )
    return JsonResponse({"outcome": "counted", "words": words, "card": ""})


def _record(request: LearnerRequest, form: KeptForm, session_id: uuid.UUID) -> Recorded:
    session, now = read_session(request.user, session_id), timezone.now()
    is_practice = session.kind == StudySession.Kind.CRAM
    record = record_practice if is_practice else record_rating
    return record(
        user=request.user,
        card_id=form.cleaned_data["card"],
        sent=form.sent(session_id, now=now),
        now=now,
    )


def _refused(why: str, form: KeptForm | None = None, card: str = "") -> HttpResponse:
    """What became of the rating, in words that stay in the browser until dismissed."""
    level = form.cleaned_data["confidence"] if form else None
    which = f"rating {level:d}, {level.word}," if level else "rating"
    words = f"Your {which} could not be counted. {why}"
    return JsonResponse({"outcome": "refused", "words": words, "card": card})
