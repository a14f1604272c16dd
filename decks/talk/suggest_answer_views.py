"""A deck's suggestions, one of them, and the editors' answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from decks.accounts.requests import LearnerRequest
from decks.accounts.undo_offers import say_with_undo
from decks.cards.models import Deck
from decks.editing.copy_pairs import after_change
from decks.study.recording import moment_us
from decks.talk.comment_access import Thread
from decks.talk.comment_forms import TalkPlaceForm
from decks.talk.comment_screens import thread_context
from decks.talk.models import Suggestion
from decks.talk.suggest_access import readable_deck_or_404, suggestion_or_404
from decks.talk.suggest_answers import Answer, accept, decline
from decks.talk.suggest_forms import AnswerForm
from decks.talk.suggest_news import announce_answer
from decks.talk.suggest_screens import (
    answered_words,
    suggestion_list,
    suggestion_screen,
)
from decks.talk.suggesting import Answered, Meanwhile

Kind, State = Suggestion.Kind, Suggestion.State


@require_safe
def suggestions(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """The deck's open suggestions; with `show` "answered" the others."""
    deck = readable_deck_or_404(request.user, deck_id)
    is_answered = request.GET.get("show") == "answered"
    found = suggestion_list(deck, is_answered=is_answered, page=request.GET.get("page"))
    return render(request, "talk/suggestions.html", {"deck": deck, "found": found})


@require_safe
def suggestion(request: LearnerRequest, suggestion_id: int) -> HttpResponse:
    """What is suggested, why, what was said to it, and the editors' answer."""
    found = suggestion_or_404(request.user, suggestion_id)
    place = TalkPlaceForm(request.GET)
    before = place.cleaned_data.get("before") if place.is_valid() else None
    return _page(request, found, before=before)


def _page(
    request: LearnerRequest,
    found: Any,
    *,
    form: AnswerForm | None = None,
    before: int | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page; editors get the form of their answer while it is open.

    `before` is the comment before which those that are shown end.
    """
    screen = suggestion_screen(found, found.deck)
    if form is None and screen.is_open and found.deck.may_edit:
        form = AnswerForm(suggestion=found, initial=_initial(found))
    context = {
        "deck": found.deck,
        "suggestion": found,
        "screen": screen,
        "form": form,
        "is_mine": found.author_id == request.user.pk,
        "answered": "" if screen.is_open else answered_words(found),
        **thread_context(
            request.user,
            Thread(found.deck, suggestion=found),
            now=timezone.now(),
            before=before,
        ),
        **more,
    }
    return render(request, "talk/suggestion.html", context, status=status)


def _initial(found: Suggestion) -> dict[str, Any]:
    screen = suggestion_screen(found, found.deck)
    return {
        "question": found.question,
        "answer": found.answer,
        "tags": found.tags,
        "seen": screen.mark,
        "seen_version": screen.seen_version,
    }


@require_POST
def suggestion_answer(request: LearnerRequest, suggestion_id: int) -> HttpResponse:
    """Accept, accept with changes, or decline; whoever comes second is told."""
    found: Any = suggestion_or_404(request.user, suggestion_id)
    if not found.deck.may_edit:
        raise Http404
    form = AnswerForm(request.POST, suggestion=found)
    if found.state != State.OPEN:
        return _too_late(request, found, form)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        answered = _answer(request, found, form)
    except Answered as error:
        error.suggestion.deck = found.deck
        return _too_late(request, error.suggestion, form)
    except Meanwhile as error:
        return _again(request, suggestion_id, str(error))
    except (Suggestion.DoesNotExist, Deck.DoesNotExist):
        messages.warning(request, "Its card was moved meanwhile. Nothing was done.")
        return redirect("suggestion", suggestion_id)
    return _done(request, answered, found.deck)


def _answer(request: LearnerRequest, found: Suggestion, form: AnswerForm) -> Suggestion:
    data = form.cleaned_data
    wants_own = data["do"] == "change" and found.kind != Kind.REMOVAL
    answer = Answer(
        by=request.user,
        now=timezone.now(),
        words=data["words"],
        seen=data["seen"],
        seen_version=data["seen_version"],
        sides=form.sides if wants_own and not form.is_as_suggested else None,
    )
    act = decline if data["do"] == "decline" else accept
    return act(found.pk, answer)


def _done(request: LearnerRequest, answered: Suggestion, deck: Deck) -> HttpResponse:
    """Look for copies, tell everyone, and say what was done."""
    now = answered.answered_at or timezone.now()
    if answered.state == State.DECLINED:
        messages.success(request, "Suggestion declined.")
    elif answered.kind == Kind.REMOVAL:
        undo = reverse("cards_restore", args=[deck.pk, moment_us(now)])
        say_with_undo(request, "Accepted. 1 card deleted.", undo)
    else:
        after_change(deck.pk, now)
        is_as_it_was = answered.state == State.ACCEPTED
        with_changes = "" if is_as_it_was else " with your changes"
        messages.success(request, f"Accepted{with_changes}. The card is written.")
    announce_answer(answered, deck, now=now)
    return redirect("suggestion", answered.pk)


def _again(request: LearnerRequest, suggestion_id: int, words: str) -> HttpResponse:
    """The page as things are now, with what was typed; nothing was done."""
    found = suggestion_or_404(request.user, suggestion_id)
    data = request.POST.copy()
    for name, value in _initial(found).items():
        if name in ("seen", "seen_version"):
            data[name] = "" if value is None else str(value)
    form = AnswerForm(data, suggestion=found)
    form.is_valid()
    form.add_error(None, words)
    return _page(request, found, form=form, status=422)


def _too_late(
    request: LearnerRequest, found: Suggestion, form: AnswerForm
) -> HttpResponse:
    """Somebody answered before: who and how, and what was typed to be copied."""
    form.is_valid()
    typed = {"words": request.POST.get("words", "").strip()}
    if form.has_own_text:
        names = ("question", "answer", "tags")
        typed |= {name: request.POST.get(name, "") for name in names}
    return _page(request, found, status=409, is_late=True, typed=typed)
