"""Bringing cards in: paste or drop, look at the preview, save."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet
from decks.htmx import is_swap
from decks.transfer.drafts import keep_file
from decks.transfer.formats import SEPARATOR_WORDS
from decks.transfer.formats.parsed import TITLE_MAX_CHARACTERS
from decks.transfer.forms import Asked, ImportForm, asked_in
from decks.transfer.models import SentImport
from decks.transfer.preview_page import Preview, look_at, reading_of
from decks.transfer.preview_words import done_words
from decks.transfer.saving import Saved, SeenOtherwise, Wish, save_import
from decks.transfer.sent import TooManyWait, is_large, latest_of, send_import
from decks.transfer.sent_wishes import form_fields
from decks.transfer.sent_words import TOO_MANY_WORDS, standing_of

_NO_TITLE = "Give the deck a name."
_OTHERWISE = (
    "This is not as it was shown: the text, your choices or the deck changed "
    "meanwhile. Nothing was saved. Look at it once more."
)
_DECK_GONE = "That deck is not yours to change any more. Nothing was saved."


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: LearnerRequest) -> HttpResponse:
    """Cards into a new deck, or into one that is chosen here.

    A POST looks at what was sent; with `save` it saves what was shown.
    """
    now, decks = timezone.now(), _decks(request)
    if request.method != "POST":
        return _blank(request, decks, deck=None)
    form = ImportForm(request.POST, request.FILES, decks=decks)
    asked = asked_in(form)
    if "deck" in form.errors:
        raise Http404
    preview = look_at(asked, request.user, now=now)
    if "save" in request.POST and not is_swap(request) and preview.looked:
        return _save(request, decks, preview, now=now)
    status = 422 if preview.error and not is_swap(request) else 200
    return _page(request, decks, preview, status=status)


@require_http_methods(["GET", "HEAD"])
def import_into(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """The same page with this deck chosen."""
    decks = _decks(request)
    return _blank(request, decks, deck=get_object_or_404(decks, pk=deck_id))


@require_POST
def look_again(request: LearnerRequest, sent_id: uuid.UUID) -> HttpResponse:
    """The page with the text and choices of a large import that was not saved."""
    now, decks = timezone.now(), _decks(request)
    mine = SentImport.objects.filter(user=request.user)
    sent = get_object_or_404(mine.exclude(data=b""), pk=sent_id)
    draft = keep_file(request.user, sent.name, bytes(sent.data), now=now)
    fields = form_fields(sent.wish) | {"draft": str(draft.pk)}
    data = request.GET.copy()
    data.clear()
    data.update(fields)
    asked = asked_in(ImportForm(data, decks=decks))
    return _page(request, decks, look_at(asked, request.user, now=now))


def _decks(request: LearnerRequest) -> DeckQuerySet:
    """Where cards may be brought to: one's own decks, or what staff keep."""
    return Deck.objects.editable_by(request.user).order_by("title", "pk")


def _blank(
    request: LearnerRequest, decks: DeckQuerySet, *, deck: Deck | None
) -> HttpResponse:
    data = request.GET.copy()
    data.clear()
    if deck is not None:
        data["deck"] = str(deck.pk)
    asked = asked_in(ImportForm(data, decks=decks))
    return _page(request, decks, look_at(asked, request.user, now=timezone.now()))


def _save(
    request: LearnerRequest, decks: DeckQuerySet, preview: Preview, *, now: dt.datetime
) -> HttpResponse:
    asked, looked = preview.asked, preview.looked
    assert looked is not None  # noqa: S101  (the caller looked)
    wrong = _title_error(preview)
    if wrong:
        return _page(request, decks, preview, title_error=wrong, status=422)
    wish = Wish(
        user=request.user,
        deck_id=None if asked.deck is None else asked.deck.pk,
        title=preview.title,
        choices=asked.choices,
        seen=asked.seen,
        form_id=asked.form_id,
    )
    if is_large(preview.given.data, looked.plan) and looked.plan.mark == asked.seen:
        return _send(request, decks, preview, wish, now=now)
    try:
        saved = save_import(looked.parsed, wish, now=now)
    except SeenOtherwise:
        return _again(request, decks, preview, _OTHERWISE if asked.seen else "")
    except Deck.DoesNotExist:
        return _again(request, decks, preview, _DECK_GONE)
    return _done(request, saved, asked)


def _send(
    request: LearnerRequest,
    decks: DeckQuerySet,
    preview: Preview,
    wish: Wish,
    *,
    now: dt.datetime,
) -> HttpResponse:
    """Have a job save it, and lead to where that can be watched."""
    reading = reading_of(preview.asked, preview.given)
    name = preview.deck.title if preview.deck else preview.title
    try:
        sent = send_import(wish, preview.given.data, reading, name=name, now=now)
    except TooManyWait:
        return _again(request, decks, preview, TOO_MANY_WORDS)
    return redirect("import_sent", sent.pk)


def _title_error(preview: Preview) -> str:
    """What is wrong with the name of a new deck, "" for nothing."""
    if preview.deck is not None:
        return ""
    if len(preview.title) > TITLE_MAX_CHARACTERS:
        return f"A deck's name has at most {TITLE_MAX_CHARACTERS} characters."
    return "" if preview.title else _NO_TITLE


def _again(
    request: LearnerRequest, decks: DeckQuerySet, preview: Preview, message: str
) -> HttpResponse:
    """The preview as it is now; nothing was written."""
    preview = dataclasses.replace(preview, message=message)
    return _page(request, decks, preview, status=422 if message else 200)


def _done(request: LearnerRequest, saved: Saved, asked: Asked) -> HttpResponse:
    if saved.plan is None:
        messages.info(request, "These cards were saved already, once.")
    else:
        messages.success(request, done_words(saved.plan))
    return redirect("deck", saved.deck_id)


def _page(
    request: LearnerRequest,
    decks: DeckQuerySet,
    preview: Preview,
    *,
    title_error: str = "",
    status: int = 200,
) -> HttpResponse:
    form = _shown_form(preview, decks)
    if title_error:
        form.add_error("title", title_error)
    context: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "looked": preview.looked,
        "deck": preview.deck,
        "asked": preview.asked,
        "signs": [word for word in SEPARATOR_WORDS.values() if word],
        "keeps_reading_open": preview.asked.has_chosen_reading,
        "renames": _renames(request, preview),
    }
    if not is_swap(request):
        now = timezone.now()
        context["sent"] = [
            (sent, standing_of(sent, now=now))
            for sent in latest_of(request.user, now=now)
        ]
        return render(request, "import/import.html", context, status=status)
    is_new_source = preview.asked.file is not None or "drop" in request.POST
    if is_new_source and not preview.error:
        context["oob"] = False
        response = render(request, "import/_form_reply.html", context)
        response["HX-Retarget"] = "#import"
        return response
    return render(request, "import/_preview_reply.html", context)


def _renames(request: LearnerRequest, preview: Preview) -> bool:
    """Whether the name's field must be shown anew: not while it is being typed in."""
    had_field = request.POST.get("named") == "new"
    is_other = preview.title != preview.asked.title
    return had_field != (preview.deck is None) or is_other


def _shown_form(preview: Preview, decks: DeckQuerySet) -> ImportForm:
    """The form as the page shows it again."""
    asked, draft = preview.asked, preview.given.draft
    shown = {
        "text": preview.given.text,
        "file_name": preview.given.file_name,
        "draft": "" if draft is None else str(draft.pk),
        "form_id": str(asked.form_id or uuid.uuid4()),
        "deck": "" if asked.deck is None else str(asked.deck.pk),
        "title": preview.title,
        "format": asked.format,
        "separator": asked.separator,
        "row_separator": asked.row_separator,
        "has_header": asked.header,
        "encoding": asked.encoding,
    }
    form = ImportForm(shown, decks=decks)
    form.is_valid()
    # A new deck needs its name, although the field may be empty on the way.
    form.fields["title"].required = True
    return form
