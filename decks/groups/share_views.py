"""Sharing: a deck with one's groups, one's decks with a group; its place, its end."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Value
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.cards.library import with_words
from decks.cards.models import Deck
from decks.groups.models import GroupDeck, Membership, Role, StudyGroup
from decks.groups.replies import member_or_404
from decks.groups.share_forms import (
    RIGHTS,
    AddDeckForm,
    AddGroupForm,
    LookForm,
    RightsForm,
    StepForm,
)
from decks.groups.sharing import (
    DECKS_MAX,
    Full,
    NotTheirs,
    groups_without,
    set_rights,
    share_deck,
    shareable_by,
    shared_with,
    shares_of_deck,
    step_share,
    unshare_deck,
)
from decks.htmx import is_swap

DECKS_A_PAGE = 20
_FULL = f"This group has {DECKS_MAX} decks already. Take one out of it first."
_NOT_THEIRS = "Meanwhile you left that group, or the deck. Nothing was shared."
_TAKEN_DOWN = "This deck was taken down and cannot be shared. Nothing was shared."
_UNREADABLE = "That could not be read. Nothing was changed."
_NOT_SHARED = "The deck is not in that group any more."


# --- A deck and its groups -----------------------------------------------------------


def _kept_or_404(request: LearnerRequest, deck_id: int) -> Deck:
    kept = Deck.objects.kept_by(request.user).annotate(may_edit=Value(True))
    deck: Deck = get_object_or_404(kept.select_related("owner"), pk=deck_id)
    return deck


@require_http_methods(["GET", "HEAD", "POST"])
def deck_share(request: LearnerRequest, deck_id: int) -> HttpResponse:
    """Which groups have the deck; a POST adds one. A dialog's body for htmx."""
    deck = _kept_or_404(request, deck_id)
    if request.method != "POST":
        return _share_page(request, deck)
    mine = StudyGroup.objects.of(request.user)
    form = AddGroupForm(request.POST, groups=mine)
    if form.is_valid():
        said = _added(request, deck, form)
        if said:
            return _shared(request, deck, said)
    return _share_page(request, deck, form=form, status=422)


def _added(request: LearnerRequest, deck: Deck, form: AddGroupForm) -> str:
    """What was done; empty where nothing was, and the form says why."""
    group = form.cleaned_data["group"]
    try:
        is_new = share_deck(
            request.user,
            deck.pk,
            group.pk,
            editors_may_edit=form.editors_may_edit,
            now=timezone.now(),
        )
    except Full:
        form.add_error("group", _FULL)
    except NotTheirs:
        is_down = deck.taken_down_at is not None
        form.add_error("group", _TAKEN_DOWN if is_down else _NOT_THEIRS)
    else:
        return f"{'Shared' if is_new else 'It was already shared'} with {group.name}."
    return ""


def _shared(request: LearnerRequest, deck: Deck, said: str) -> HttpResponse:
    if is_swap(request):
        return _share_page(request, deck, said=said)
    messages.success(request, said)
    return redirect("deck_share", deck.pk)


def _share_page(
    request: LearnerRequest,
    deck: Deck,
    *,
    form: AddGroupForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    user, others = request.user, None
    if not deck.archived_at and not deck.taken_down_at:
        others = groups_without(user, deck)
    if form is None and others is not None and others.exists():
        form = AddGroupForm(groups=others)
    is_dialog = request.headers.get("HX-Target") == "share-dialog-body"
    is_dialog = is_swap(request) and (is_dialog or request.POST.get("in") == "dialog")
    context: dict[str, Any] = {
        "deck": deck,
        "shares": list(shares_of_deck(deck, request.user)),
        "rights": RIGHTS,
        "form": form,
        "said": said,
        "is_dialog": is_dialog,
    }
    if is_dialog and request.method == "POST":
        context["shared_with"] = shared_with(user, deck.pk, is_kept=True)
        context["is_line_new"] = True
    template = "groups/_share.html" if is_swap(request) else "groups/share.html"
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "HX-Request, HX-Target"
    return response


@require_POST
def deck_rights(request: LearnerRequest, group_id: int, deck_id: int) -> HttpResponse:
    """Let the group's editors edit the deck, or only study it."""
    deck = _kept_or_404(request, deck_id)
    form = RightsForm(request.POST)
    share = _share_of(group_id, deck_id)
    if share is None or not form.is_valid():
        return _shared(request, deck, _NOT_SHARED if share is None else _UNREADABLE)
    set_rights(share, editors_may_edit=form.editors_may_edit)
    may = "can edit it too" if form.editors_may_edit else "can study it"
    return _shared(request, deck, f"{share.group.name} {may}.")


def _share_of(group_id: int, deck_id: int) -> GroupDeck | None:
    shares = GroupDeck.objects.select_related("group", "deck")
    return shares.filter(group=group_id, deck=deck_id, deck__deleted_at=None).first()


@require_http_methods(["GET", "HEAD", "POST"])
def unshare(request: LearnerRequest, group_id: int, deck_id: int) -> HttpResponse:
    """Take a deck out of a group: for the group's owners and whoever keeps the deck.

    The page says first who loses it.
    """
    user = request.user
    runs_it = StudyGroup.objects.run_by(user).filter(pk=group_id).exists()
    keeps_it = Deck.objects.kept_by(user).filter(pk=deck_id).exists()
    if not (runs_it or keeps_it):
        raise Http404
    back = ("deck_share", deck_id) if keeps_it else ("group", group_id)
    share = _share_of(group_id, deck_id)
    if share is None:
        messages.info(request, _NOT_SHARED)
        return redirect(*back)
    if request.method == "POST":
        unshare_deck(share, by=user, now=timezone.now())
        said = f"“{share.deck.title}” is no longer shared with {share.group.name}."
        messages.success(request, said)
        return redirect(*back)
    others = Membership.objects.filter(group=group_id).exclude(user=user).count()
    context = {"share": share, "others": others, "keeps_it": keeps_it}
    return render(request, "groups/unshare.html", context)


# --- A group and its decks -----------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def group_share(request: LearnerRequest, group_id: int) -> HttpResponse:
    """A member's decks that the group does not have; a POST shares one."""
    group = member_or_404(request, group_id).group
    if request.method != "POST":
        return _choice_page(request, group, RightsForm())
    form = AddDeckForm(request.POST, decks=Deck.objects.kept_by(request.user))
    if form.is_valid():
        deck = form.cleaned_data["deck"]
        try:
            share_deck(
                request.user,
                deck.pk,
                group_id,
                editors_may_edit=form.editors_may_edit,
                now=timezone.now(),
            )
        except Full:
            form.add_error(None, _FULL)
        except NotTheirs:
            form.add_error(None, _NOT_THEIRS)
        else:
            messages.success(request, f"Shared “{deck.title}” with {group.name}.")
            return redirect("group", group_id)
    return _choice_page(request, group, form, status=422)


def _choice_page(
    request: LearnerRequest, group: StudyGroup, form: RightsForm, *, status: int = 200
) -> HttpResponse:
    look = LookForm(request.GET)
    words = look.cleaned_data["q"] if look.is_valid() else ""
    all_of_them = shareable_by(request.user, group)
    decks = with_words(all_of_them, words) if words else all_of_them
    page = Paginator(decks, DECKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "form": form,
        "page": page,
        "words": words,
        "query": urlencode({"q": words}) if words else "",
        "has_many": page.paginator.count > DECKS_A_PAGE or bool(words),
    }
    return render(request, "groups/share_deck.html", context, status=status)


@require_POST
def deck_place(request: LearnerRequest, group_id: int, deck_id: int) -> HttpResponse:
    """Move a deck up or down the group's list: for its owners and editors."""
    row = member_or_404(request, group_id)
    if row.role == Role.MEMBER:
        raise Http404
    form = StepForm(request.POST)
    number = None
    if form.is_valid():
        number = step_share(group_id, deck_id, form.cleaned_data["by"])
    said = _NOT_SHARED if number is None else f"Deck moved. It is now number {number}."
    if is_swap(request):
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    messages.info(request, said)
    return redirect("group", group_id)
