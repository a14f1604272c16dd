"""What to study: which decks, which of their cards, and how."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Func

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.scheduling.levels import Level
from decks.study.models import Review, ReviewState, StudySession

HARDEST_COUNT = 50
NARROWED_MAX = 10_000
TAGS_MAX = 200
MINUTES_MAX = 600


class Cards(models.TextChoices):
    """Which cards of the decks."""

    ALL = "all", "All cards"
    NEW = "new", "Only new cards"
    HARDEST = "hardest", f"The hardest {HARDEST_COUNT}"
    FLAGGED = "flagged", "Flagged cards"
    MISSED = "missed", "Those missed in the last session"
    EXAM = "exam", "The final pass before an exam"
    GROUP = "group", "Those that a group finds hard"
    LISTED = "listed", "Those of a list"


_ELSEWHERE = (Cards.EXAM, Cards.GROUP, Cards.LISTED)
CHOOSABLE = [pair for pair in Cards.choices if pair[0] not in _ELSEWHERE]
"""What a learner may choose; a final pass is begun on its deck's page, a group's hard
cards on the group's, a list where it stands."""


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """What a sitting is about.

    `deck_ids` empty is every deck of the learner; of several `tags` a card needs one.
    A sitting that counts shows what is due of it, practice and browsing all of it.
    `of_session` names the sitting whose misses are meant (`settled` fills it in). A
    final pass (`Cards.EXAM`) is of one deck and counts: `exam_plan` says what it holds.
    Of a group (`Cards.GROUP`) or a list it is about `card_ids`, in this order.
    """

    deck_ids: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    cards: str = Cards.ALL.value
    kind: str = StudySession.Kind.REVIEW.value
    minutes: int | None = None
    of_session: str = ""
    card_ids: tuple[int, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out some cards of its decks."""
        return bool(self.tags) or self.cards not in (Cards.ALL, Cards.EXAM)

    def as_json(self) -> dict[str, Any]:
        """The fields that are not left as they are by default."""
        changed = {}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                changed[field.name] = list(value) if type(value) is tuple else value
        return changed

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Selection":
        """The selection that `as_json` wrote; unknown names are left out."""
        values: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            if field.name in kept:
                value = kept[field.name]
                values[field.name] = tuple(value) if type(value) is list else value
        return cls(**values)

    def title(self, decks: Sequence[Deck]) -> str:
        """What the session bar says; `decks` are those it came to, in title order."""
        if self.tags:
            return ", ".join(self.tags)
        if self.cards != Cards.ALL:
            return _TITLES[self.cards]
        if not self.deck_ids:
            return "All cards" if self.kind != StudySession.Kind.REVIEW else _ALL_DUE
        return decks[0].title if len(decks) == 1 else f"{len(decks)} decks"


_ALL_DUE = "All due cards"
_TITLES: dict[str, str] = {
    Cards.NEW: "New cards",
    Cards.HARDEST: "Hardest cards",
    Cards.FLAGGED: "Flagged cards",
    Cards.MISSED: "Missed last time",
    Cards.EXAM: "Final pass",
    Cards.GROUP: "Hard for the group",
    Cards.LISTED: "From your progress",
}


def tags_of(deck_ids: Sequence[int]) -> list[str]:
    """The tags of these decks' cards, by name; at most TAGS_MAX."""
    tags = (
        Card.objects.filter(deck_id__in=deck_ids)
        .exclude(tags=[])
        .annotate(tag=Func("tags", function="unnest"))
        .values_list("tag", flat=True)
        .distinct()
        .order_by("tag")
    )
    return list(tags[:TAGS_MAX])


def narrowed(
    user: User, selection: Selection, deck_ids: Sequence[int]
) -> list[int] | None:
    """The cards that a narrow selection leaves, in its own order; None: all of them.

    At most NARROWED_MAX. Whether they are due or new is for the plan to say.
    """
    only = _chosen(user, selection, deck_ids)
    if not selection.tags:
        return only
    tagged = Card.objects.filter(
        deck_id__in=deck_ids, tags__overlap=list(selection.tags)
    )
    if only is None:
        in_order = tagged.order_by("deck_id", "position", "id")
        return list(in_order.values_list("pk", flat=True)[:NARROWED_MAX])
    kept = set(tagged.filter(pk__in=only).values_list("pk", flat=True))
    return [card_id for card_id in only if card_id in kept]


def _chosen(
    user: User, selection: Selection, deck_ids: Sequence[int]
) -> list[int] | None:
    states = ReviewState.objects.filter(user=user, deck_id__in=deck_ids, prompt=0)
    cards = states.values_list("card_id", flat=True)
    if selection.cards == Cards.FLAGGED:
        flagged = cards.filter(flagged_at__isnull=False)
        return list(flagged.order_by("-flagged_at")[:NARROWED_MAX])
    if selection.cards == Cards.HARDEST:
        seen = cards.filter(phase__isnull=False)
        hardest = seen.order_by("-difficulty", "-lapse_count", "card_id")
        return list(hardest[:HARDEST_COUNT])
    if selection.cards == Cards.MISSED:
        return list(missed_in(user, selection.of_session))
    if selection.cards in (Cards.GROUP, Cards.LISTED):
        return list(selection.card_ids)
    return None


def settled(user: User, selection: Selection) -> Selection:
    """The selection with the sitting named that "the last session" means now."""
    if selection.cards != Cards.MISSED or selection.of_session:
        return selection
    rated = StudySession.objects.filter(
        user=user, rating_count__gt=0, kind=StudySession.Kind.REVIEW
    )
    latest = rated.order_by("-started_at").values_list("id", flat=True).first()
    return dataclasses.replace(selection, of_session=str(latest or uuid.UUID(int=0)))


def missed_in(user: User, session_id: uuid.UUID | str) -> dict[int, int]:
    """The cards rated 1 or 2 in this sitting, in the order of the misses.

    By card id, with the latest such level.
    """
    missed = Review.objects.filter(
        user=user, session_id=session_id, level__lte=Level.BARELY, undone_at=None
    )
    return dict(missed.order_by("session_place").values_list("card_id", "level"))
