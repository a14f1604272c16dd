"""Who is told of a suggestion and of its answer, and what a group writes down of it.

Called after the transaction that wrote it: telling holds the rows of those who are
told, in an order of its own.
"""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.groups.deck_news import deck_changed
from decks.groups.events import EventKind, note_of_deck
from decks.groups.models import GroupDeck, Membership, Role
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.talk.models import Suggestion
from decks.talk.readers import readers_among

_SUGGESTED = {
    Suggestion.Kind.CHANGE: "suggested a change to",
    Suggestion.Kind.NEW: "suggested a card for",
    Suggestion.Kind.REMOVAL: "suggested taking a card out of",
}
_ANSWERED = {
    Suggestion.State.ACCEPTED: "accepted",
    Suggestion.State.CHANGED: "accepted, with changes,",
    Suggestion.State.DECLINED: "declined",
}
_YOURS = {
    Suggestion.Kind.CHANGE: "your change to",
    Suggestion.Kind.NEW: "your card for",
    Suggestion.Kind.REMOVAL: "your suggestion to take a card out of",
}


def announce_suggestion(
    suggestion: Suggestion, deck: Deck, *, now: dt.datetime
) -> None:
    """Tell those who may answer it, and write it down in the groups with the deck."""
    tell(
        _editors(deck),
        NoticeKind.SUGGESTED,
        about=f"suggestions {deck.pk}",
        words=f"{_SUGGESTED[Suggestion.Kind(suggestion.kind)]} {deck.title}",
        path=reverse("suggestions", args=[deck.pk]),
        actor=suggestion.author,
        now=now,
    )
    note_of_deck(deck.pk, EventKind.SUGGESTED, actor=suggestion.author, now=now)


def _editors(deck: Deck) -> list[int]:
    """The people for whom `editable_by` has the deck."""
    shares = GroupDeck.objects.filter(deck=deck, editors_may_edit=True)
    inside = Membership.objects.filter(group__in=shares.values("group"))
    keeps = Q(pk=deck.owner_id) if deck.owner_id else Q(is_staff=True, is_active=True)
    edits = Q(pk__in=inside.exclude(role=Role.MEMBER).values("user"))
    return list(User.objects.filter(keeps | edits).values_list("pk", flat=True))


def announce_answer(suggestion: Suggestion, deck: Deck, *, now: dt.datetime) -> None:
    """Tell its author, where they still may read the deck; of an accepted one also the
    learners and groups of the deck."""
    by, author = suggestion.answered_by, suggestion.author
    if author is not None:
        tell(
            readers_among(deck.pk, [author]),
            NoticeKind.ANSWERED,
            about=f"suggestion {suggestion.pk}",
            words=_answer_words(suggestion, deck),
            path=reverse("suggestion", args=[suggestion.pk]),
            actor=by,
            now=now,
        )
    if suggestion.state != Suggestion.State.DECLINED:
        deck_changed(deck.pk, by=by, now=now, kind=EventKind.ACCEPTED)


def _answer_words(suggestion: Suggestion, deck: Deck) -> str:
    done = _ANSWERED[Suggestion.State(suggestion.state)]
    said = f"{done} {_YOURS[Suggestion.Kind(suggestion.kind)]} {deck.title}"
    words = " ".join(suggestion.answer_words.split())
    return f"{said}: “{words}”" if words else said
