"""The texts that a card had, and putting one back."""

import dataclasses
import datetime as dt
from typing import Any

from decks.cards.models import Card, CardVersion, How
from decks.cards.writing import Pen, Sides, change_card

PAGE_SIZE = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One text of a card, with the one before it (None: it is the first).

    `suggestion` is what it was accepted from, with who accepted it.
    """

    text: Card | CardVersion
    before: CardVersion | None
    is_present: bool
    suggestion: Any = None

    @property
    def written_at(self) -> dt.datetime:
        """When it came to stand on the card."""
        text = self.text
        return text.updated_at if isinstance(text, Card) else text.written_at

    @property
    def how(self) -> str:
        """`Written`, `Imported`: in words."""
        return How(self.text.how).label

    @property
    def new_tags(self) -> list[str]:
        return [tag for tag in self.text.tags if tag not in self._tags_before]

    @property
    def gone_tags(self) -> list[str]:
        return [tag for tag in self._tags_before if tag not in self.text.tags]

    @property
    def _tags_before(self) -> list[str]:
        return [] if self.before is None else self.before.tags


@dataclasses.dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some entries, the latest first; `next_before` is where the next page begins."""

    entries: list[Entry]
    next_before: int | None


def history_of(card: Card, *, before: int | None) -> HistoryPage:
    """The card's texts before this version, from the present one. One statement, and
    one where a text was suggested.

    The card carries its writer (`select_related("written_by")`).
    """
    kept = card.versions.select_related("written_by").order_by("-version")
    if before is not None:
        kept = kept.filter(version__lt=before)
    wanted = PAGE_SIZE + (before is not None)
    earlier = list(kept[:wanted])
    texts: list[Card | CardVersion] = [*([card] if before is None else []), *earlier]
    shown = texts[:PAGE_SIZE]
    entries = [
        Entry(text, _at(earlier, texts, place + 1), text is card)
        for place, text in enumerate(shown)
    ]
    entries = _with_suggestions(card, entries)
    more = len(texts) > PAGE_SIZE
    return HistoryPage(entries, shown[-1].version if more else None)


def _with_suggestions(card: Card, entries: list[Entry]) -> list[Entry]:
    """Suggested texts with their suggestion: it was answered when they were written."""
    moments = [e.written_at for e in entries if e.text.how == How.SUGGESTED]
    if not moments:
        return entries
    answered = card.suggestions.filter(answered_at__in=moments)
    found = {
        suggestion.answered_at: suggestion
        for suggestion in answered.select_related("answered_by")
    }
    return [
        dataclasses.replace(entry, suggestion=found.get(entry.written_at))
        for entry in entries
    ]


def _at(
    earlier: list[CardVersion], texts: list[Card | CardVersion], place: int
) -> CardVersion | None:
    at = place - (len(texts) - len(earlier))
    return earlier[at] if at < len(earlier) else None


def put_back(card: Card, version: int, pen: Pen, *, seen_version: int) -> Card:
    """Let the card say again what it said at `version`; the log of texts goes on.

    Raises CardVersion.DoesNotExist, and ChangedMeanwhile where it is no longer at
    `seen_version`.
    """
    kept = CardVersion.objects.get(card=card, version=version)
    sides = Sides(kept.question, kept.answer, tuple(kept.tags))
    pen = dataclasses.replace(pen, how=How.PUT_BACK)
    return change_card(card.pk, sides, pen, seen_version=seen_version)
