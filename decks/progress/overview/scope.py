"""Which decks and how many weeks a page of figures is about."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404

from decks.accounts.models import User
from decks.cards.models import TAG_MAX_CHARACTERS, Deck
from decks.study.learners import calendar_of, enrolments_of
from decks.study.models import Enrolment

WEEKS = (4, 12, 26, 52)
WEEKS_USUAL = 26
ID_MAX_DIGITS = 18


@dataclasses.dataclass(frozen=True)
class Scope:
    """All decks of a learner, one of them, or their cards with a tag.

    `studied` are the decks in use, by title; `deck` may be one that was put away. Of
    decks that the learner can no longer read the history counts among all decks.
    """

    user: User
    today: dt.date
    studied: list[Enrolment]
    weeks: int = WEEKS_USUAL
    deck: Enrolment | None = None
    tag: str = ""

    @property
    def chosen(self) -> list[Enrolment]:
        """The decks whose cards are meant."""
        return self.studied if self.deck is None else [self.deck]

    @property
    def deck_ids(self) -> list[int]:
        return [row.deck_id for row in self.chosen]

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out: what was studied in decks now gone counts."""
        return self.deck is None and not self.tag

    @property
    def is_put_away(self) -> bool:
        """Whether it is a deck that the learner has put away: nothing is due in it."""
        return self.deck is not None and self.deck.archived_at is not None

    @property
    def has_practice(self) -> bool:
        """Whether practice is counted: of a tag it is not."""
        return not self.tag

    @property
    def first_day(self) -> dt.date:
        """The Monday with which the first of the weeks begins."""
        monday = self.today - dt.timedelta(days=self.today.weekday())
        return monday - dt.timedelta(weeks=self.weeks - 1)

    @property
    def words(self) -> str:
        """`All decks`, the title of one, or a tag, or `a tag in the deck`."""
        decks = "All decks" if self.deck is None else self.deck.deck.title
        if not self.tag:
            return decks
        return self.tag if self.deck is None else f"{self.tag} in {decks}"

    def with_weeks(self, weeks: int) -> "Scope":
        """The same decks over so many weeks."""
        return dataclasses.replace(self, weeks=weeks)

    def query(self, **more: object) -> str:
        """The scope in an address, with its "?", and what is added to it; "" for all.

        `weeks` is left out where it is the usual number; None leaves a name out.
        """
        given: dict[str, object] = {
            "deck": None if self.deck is None else self.deck.deck_id,
            "tag": self.tag or None,
            "weeks": None if self.weeks == WEEKS_USUAL else self.weeks,
        }
        kept = {k: v for k, v in (given | more).items() if v is not None}
        return f"?{urlencode(kept)}" if kept else ""


def scope_from(user: User, given: Mapping[str, str], *, now: dt.datetime) -> Scope:
    """What an address asks for. One statement, a second for a deck put away.

    Raises Http404 for a deck that is not among the learner's or not readable; anything
    else that is no choice falls back to the usual one.
    """
    weeks = given.get("weeks", "")
    scope = Scope(
        user=user,
        today=calendar_of(user).day_of(now),
        studied=enrolments_of(user),
        weeks=int(weeks) if weeks in {str(n) for n in WEEKS} else WEEKS_USUAL,
        tag=_tag(given.get("tag", "")),
    )
    if not (deck_id := given.get("deck", "")):
        return scope
    return dataclasses.replace(scope, deck=_deck(scope, deck_id))


def _tag(given: str) -> str:
    tag = given.replace("\x00", "").strip()
    return tag[:TAG_MAX_CHARACTERS]


def _deck(scope: Scope, given: str) -> Enrolment:
    if not (given.isascii() and given.isdecimal() and len(given) <= ID_MAX_DIGITS):
        raise Http404
    for row in scope.studied:
        if row.deck_id == int(given):
            return row
    readable = Deck.objects.readable_by(scope.user)
    mine = Enrolment.objects.filter(user=scope.user, deck__in=readable)
    away = mine.select_related("deck", "group").filter(deck_id=int(given)).first()
    if away is None:
        raise Http404
    return away
