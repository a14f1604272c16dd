"""What the pages of suggestions show, worked out for their templates."""

import dataclasses
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone

from decks.accounts.models import User
from decks.cards.models import Card, CardVersion, Deck
from decks.talk.models import Comment, Suggestion
from decks.talk.suggest_access import is_gone
from decks.talk.suggesting import text_mark

ROWS_A_PAGE = 20

Kind, State = Suggestion.Kind, Suggestion.State


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A side or the tags: the way from `old` (None: there was none) to `new`."""

    name: str
    old: str | None
    new: str
    language: str = ""

    @property
    def is_tags(self) -> bool:
        """Whether it is the line of tags."""
        return self.name == "Tags"


@dataclasses.dataclass(frozen=True, slots=True)
class SuggestionScreen:
    """A suggestion's page.

    `parts` are what is suggested, against the card as it is now while it is open, and
    as its author saw it once it was answered; `written` is what an editor made of it.
    `mark` and `seen_version` name what the page shows (None: the card is gone).
    """

    suggestion: Suggestion
    parts: list[Part]
    written: list[Part]
    is_gone: bool
    is_stale: bool
    mark: str

    @property
    def seen_version(self) -> int | None:
        """The version of the card that the page shows."""
        card = self.suggestion.card
        return None if self.is_gone or card is None else card.version

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.suggestion.state == State.OPEN

    @property
    def title(self) -> str:
        """What it is, for heading and title."""
        return _TITLES[Kind(self.suggestion.kind)]

    @property
    def heading(self) -> str:
        """What stands above the text."""
        return _HEADINGS[Kind(self.suggestion.kind)]


_TITLES = {
    Kind.CHANGE: "A suggested change",
    Kind.NEW: "A suggested card",
    Kind.REMOVAL: "A card to take out",
}
_HEADINGS = {
    Kind.CHANGE: "The difference",
    Kind.NEW: "The card",
    Kind.REMOVAL: "The card to take out",
}

Text = Card | CardVersion | Suggestion


def suggestion_screen(suggestion: Suggestion, deck: Deck) -> SuggestionScreen:
    """What the page shows of it. At most three statements."""
    gone, card = is_gone(suggestion), suggestion.card
    is_open = suggestion.state == State.OPEN
    is_stale = bool(
        is_open
        and card is not None
        and not gone
        and suggestion.card_version
        and card.version != suggestion.card_version
    )
    return SuggestionScreen(
        suggestion,
        parts=_with_question(_parts(suggestion, deck), suggestion, deck),
        written=[] if is_open else _written(suggestion, deck),
        is_gone=gone,
        is_stale=is_stale,
        mark=text_mark(suggestion),
    )


def _parts(suggestion: Suggestion, deck: Deck) -> list[Part]:
    card = suggestion.card
    if suggestion.kind == Kind.NEW or card is None:
        return _whole(suggestion, deck)
    if suggestion.kind == Kind.REMOVAL:
        return _whole(card, deck) if _may_show(suggestion, deck) else []
    if suggestion.state != State.OPEN:
        seen = _text_at(card, Q(version=suggestion.card_version))
        return changes(seen, suggestion, deck) if seen else _whole(suggestion, deck)
    if is_gone(suggestion):
        return _whole(suggestion, deck)
    return changes(card, suggestion, deck)


def _with_question(parts: list[Part], suggestion: Suggestion, deck: Deck) -> list[Part]:
    """The question above what is changed on the other side, so that one knows it."""
    if suggestion.kind != Kind.CHANGE or not parts or parts[0].name == "Question":
        return parts
    return [Part("Question", None, suggestion.question, deck.question_lang), *parts]


def _may_show(suggestion: Suggestion, deck: Any) -> bool:
    """A card that was deleted is shown to editors alone."""
    return not is_gone(suggestion) or bool(deck.may_edit)


def _written(suggestion: Suggestion, deck: Deck) -> list[Part]:
    """What an editor made of the suggested text when they accepted it with changes."""
    if suggestion.state != State.CHANGED or suggestion.card is None:
        return []
    text = _text_at(suggestion.card, Q(written_at=suggestion.answered_at))
    return changes(suggestion, text, deck) if text else []


def _text_at(card: Card, which: Q) -> Text | None:
    """The text of the card whose `version` or `written_at` this is."""
    name, value = which.children[0]  # type: ignore[misc]  # built with one pair
    now = {"version": card.version, "written_at": card.updated_at}
    if now[str(name)] == value:
        return card
    return card.versions.filter(which).first()


def changes(old: Text, new: Text, deck: Deck) -> list[Part]:
    """The parts that differ, a card's tags last."""
    pairs = zip(_texts(old, deck), _texts(new, deck), strict=True)
    return [
        Part(name, was, now, language)
        for (name, was, language), (_, now, _) in pairs
        if was != now
    ]


def _whole(text: Text, deck: Deck) -> list[Part]:
    return [
        Part(name, None, now, language)
        for name, now, language in _texts(text, deck)
        if now or name == "Question"
    ]


def _texts(text: Text, deck: Deck) -> list[tuple[str, str, str]]:
    return [
        ("Question", text.question, deck.question_lang),
        ("Answer", text.answer, deck.answer_lang),
        ("Tags", ", ".join(text.tags), ""),
    ]


_DONE = {
    State.ACCEPTED: "accepted this",
    State.CHANGED: "accepted this with changes",
    State.DECLINED: "declined this",
    State.WITHDRAWN: "took this back",
}


def name_of(user: User | None) -> str:
    """The name by which pages call somebody; of those who left none is kept."""
    return "Somebody" if user is None else user.display_name


def answered_words(suggestion: Suggestion) -> str:
    """`Grace accepted this on 5 May 2026, 09:30.`"""
    who, done = name_of(suggestion.answered_by), _DONE[State(suggestion.state)]
    if suggestion.answered_at is None:
        return f"{who} {done}."
    when = formats.date_format(timezone.localtime(suggestion.answered_at), _WHEN)
    return f"{who} {done} on {when}."


_WHEN = "j F Y, H:i"


# --- The list -------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A line of the list; `text` is the question of the card that it is about."""

    suggestion: Any
    text: str
    is_gone: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SuggestionList:
    """A page of a deck's suggestions, open ones or those that were answered."""

    page: Page[Any]
    rows: list[SuggestionRow]
    is_answered: bool
    open_count: int
    answered_count: int


def suggestion_list(
    deck: Any, *, is_answered: bool, page: str | None
) -> SuggestionList:
    """The latest first. Two statements; `deck` is annotated with `may_edit`."""
    found = _of_deck(deck)
    is_open = Q(state=State.OPEN)
    counts = found.aggregate(
        open=Count("pk", filter=is_open), answered=Count("pk", filter=~is_open)
    )
    wanted = found.filter(~is_open if is_answered else is_open)
    count = counts["answered" if is_answered else "open"]
    shown = _Counted(_with_people(wanted), count).get_page(page)
    return SuggestionList(
        shown,
        rows=[_row(suggestion, deck) for suggestion in shown],
        is_answered=is_answered,
        open_count=counts["open"],
        answered_count=counts["answered"],
    )


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told how many there are."""

    def __init__(self, rows: QuerySet[Suggestion], count: int) -> None:
        super().__init__(rows, ROWS_A_PAGE)
        self.count = count


def _of_deck(deck: Deck) -> QuerySet[Suggestion]:
    """Those of cards that lie here, or lay here when they were deleted, and of new
    ones."""
    is_here = Q(card=None) | Q(card__deck=deck) | Q(card__deleted_at__isnull=False)
    return Suggestion.objects.filter(is_here, deck=deck)


def _with_people(found: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    said = Comment.objects.filter(suggestion=OuterRef("pk")).order_by()
    counted = said.values("suggestion").annotate(count=Count("pk")).values("count")
    rows = found.select_related("author", "answered_by", "card")
    rows = rows.defer("answer", "tags", "card__answer", "card__tags")
    rows = rows.annotate(comment_count=Coalesce(Subquery(counted), 0))
    latest = Coalesce(F("answered_at"), F("created_at"))
    return rows.order_by(latest.desc(), "-pk")


def _row(suggestion: Suggestion, deck: Any) -> SuggestionRow:
    gone, card = is_gone(suggestion), suggestion.card
    text = suggestion.question
    if card is not None and (not gone or deck.may_edit):
        text = card.question
    return SuggestionRow(suggestion, text, gone)
