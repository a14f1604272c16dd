"""The discussion of a card, and what one does in it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from decks.accounts.requests import LearnerRequest
from decks.htmx import is_swap, render_page
from decks.talk.comment_access import (
    Thread,
    card_thread_or_404,
    deletable_comment_or_404,
    own_comment_or_404,
    suggestion_thread_or_404,
)
from decks.talk.comment_forms import CommentForm, TalkPlaceForm
from decks.talk.comment_screens import thread_context
from decks.talk.commenting import add_comment, change_comment, set_resolved
from decks.talk.reading import levels_of

THREAD = "talk/_thread.html"


@require_safe
def card_talk(request: LearnerRequest, card_id: int) -> HttpResponse:
    """A card and what is said of it."""
    thread = card_thread_or_404(request.user, card_id)
    before, session_id = _place(request)
    context = thread_context(
        request.user,
        thread,
        now=timezone.now(),
        before=before,
        session_id=session_id,
    )
    level = levels_of(request.user, [card_id]).get(card_id)
    context |= {"card": thread.card, "deck": thread.deck, "level": level}
    return render(request, "talk/card.html", context)


@require_POST
def comment_add(
    request: LearnerRequest,
    card_id: int | None = None,
    suggestion_id: int | None = None,
) -> HttpResponse:
    """Say something about a card, or about a suggestion."""
    thread = _thread(request, card_id, suggestion_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, thread, 422, form=form)
    data = form.cleaned_data
    comment = add_comment(
        request.user,
        thread,
        data["text"],
        form_id=data["form_id"],
        now=timezone.now(),
    )
    return _done(request, thread, "Comment sent.", comment.pk, keeps_draft=False)


def _thread(
    request: LearnerRequest, card_id: int | None, suggestion_id: int | None
) -> Thread:
    if suggestion_id is not None:
        return suggestion_thread_or_404(request.user, suggestion_id)
    return card_thread_or_404(request.user, card_id or 0)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: LearnerRequest, comment_id: int) -> HttpResponse:
    """Give one's own comment another text."""
    comment, thread = own_comment_or_404(request.user, comment_id)
    if request.method != "POST":
        form = CommentForm(initial={"text": comment.text}, prefix="edit")
        return _page(request, thread, 200, editing=(comment.pk, form))
    form = CommentForm(request.POST, prefix="edit")
    if not form.is_valid():
        return _page(request, thread, 422, editing=(comment.pk, form))
    change_comment(comment, form.cleaned_data["text"], now=timezone.now())
    return _done(request, thread, "Comment changed.", comment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_delete(request: LearnerRequest, comment_id: int) -> HttpResponse:
    """Ask, and on a POST take a comment away for good."""
    comment, thread = deletable_comment_or_404(request.user, comment_id)
    if request.method != "POST":
        session_id = _place(request)[1]
        context = {
            "comment": comment,
            "talk": {"thread": thread},
            "now": timezone.now(),
        }
        context |= {"deck": thread.deck, "session_id": session_id}
        return render(request, "talk/delete.html", context)
    comment.delete()
    return _done(request, thread, "Comment deleted.")


@require_POST
def comment_resolve(request: LearnerRequest, comment_id: int) -> HttpResponse:
    """Call a comment done (`on` is 1), or open it again."""
    comment, thread = deletable_comment_or_404(request.user, comment_id)
    is_resolved = request.POST.get("on") == "1"
    set_resolved(comment, is_resolved=is_resolved, by=request.user, now=timezone.now())
    return _done(request, thread, "Resolved." if is_resolved else "Open again.")


# --- Replies --------------------------------------------------------------------------


def _place(request: LearnerRequest) -> tuple[int | None, uuid.UUID | None]:
    """Before which comment, and from which sitting; None where that is unsaid."""
    form = TalkPlaceForm(request.POST or request.GET)
    form.is_valid()
    return form.cleaned_data.get("before"), form.cleaned_data.get("session")


def _page(
    request: LearnerRequest, thread: Thread, status: int, **shown: Any
) -> HttpResponse:
    """A form that is to be filled in: in the discussion, or on a page of its own."""
    context = thread_context(
        request.user,
        thread,
        now=timezone.now(),
        session_id=_place(request)[1],
        keeps_draft="editing" in shown,
        **shown,
    )
    context["deck"] = thread.deck
    return render_page(request, "talk/write.html", THREAD, context, status)


def _done(
    request: LearnerRequest,
    thread: Thread,
    said: str,
    comment_id: int | None = None,
    *,
    keeps_draft: bool = True,
) -> HttpResponse:
    session_id = _place(request)[1]
    if not is_swap(request):
        messages.success(request, said)
        asked = f"?session={session_id}" if session_id else ""
        there = f"#comment-{comment_id}" if comment_id else "#talk"
        return redirect(thread.page + asked + there)
    context = thread_context(
        request.user,
        thread,
        now=timezone.now(),
        session_id=session_id,
        keeps_draft=keeps_draft,
        said=said,
    )
    return render(request, THREAD, context)
