"""Ratings of the log as rows of a page, with the words that their learner may read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.progress.overview.reviews import LogRow
from decks.progress.rating_words import interval_given, taken_words
from decks.study.learners import calendar_of

LOST_DECK = "A card of a deck you no longer have"
LOST_CARD = "A card that is no longer there"

Titles = dict[int, str]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One rating. Of a card that one may not read (any more) `card` is None, and `lost`
    says so; `deck_title` is empty where the deck may not be read either, `taken` where
    no time was."""

    level: int
    card: Card | None
    lost: str
    deck_title: str
    at: dt.datetime
    when: str
    back: str
    taken: str


def review_rows(user: User, log: Sequence[LogRow], *, year: int) -> list[ReviewRow]:
    """These ratings as rows. One statement, a second where a card is gone.

    Days and times are those of the learner's zone, with the year where it is not
    `year`.
    """
    decks = Deck.objects.readable_by(user)
    readable = Card.objects.filter(pk__in={row.card_id for row in log}, deck__in=decks)
    shown = ("question", "deck__title", "deck__question_lang")
    found = readable.select_related("deck").only(*shown)
    cards = {card.pk: card for card in found}
    lost = {row.deck_id for row in log if row.card_id not in cards}
    titles = dict(decks.filter(pk__in=lost).values_list("pk", "title")) if lost else {}
    zone = ZoneInfo(calendar_of(user).time_zone)
    return [
        _row(row, cards.get(row.card_id), titles, zone=zone, year=year) for row in log
    ]


def _row(
    row: LogRow, card: Any, titles: Titles, *, zone: ZoneInfo, year: int
) -> ReviewRow:
    deck_title = titles.get(row.deck_id, "") if card is None else card.deck.title
    at = row.reviewed_at.astimezone(zone)
    return ReviewRow(
        level=row.level,
        card=card,
        lost="" if card else LOST_CARD if deck_title else LOST_DECK,
        deck_title=deck_title,
        at=at,
        when=_when_words(at, year=year),
        back=_back_words(row),
        taken=taken_words(row.answer_ms),
    )


def _when_words(at: dt.datetime, *, year: int) -> str:
    """`Tue 3 Mar, 14:05`."""
    of_year = "" if at.year == year else f" {at.year}"
    return f"{at:%a} {at.day} {at:%b}{of_year}, {at:%H:%M}"


def _back_words(row: LogRow) -> str:
    """`Back after 6 days`; practice brings nothing back."""
    given = interval_given(row)
    return f"Back after {given}" if given else "Practice"
