"""Which ratings an address asks for, and how a heading says it."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from decks.progress.dates import date_words, day_from
from decks.progress.overview.scope import Scope
from decks.scheduling.levels import Level

DAYS_USUAL = 7
FIRST_DAY = dt.date(2000, 1, 1)
"""Nothing is older."""

ONLY = ("young", "mature", "missed", "new", "practice")
OF_ONE_COLUMN = ("young", "mature", "new", "practice")
"""Of these the day counters do not know the levels."""

_WORDS = {
    "": "",
    "young": "of young cards",
    "mature": "of mature cards",
    "missed": "rated 1 or 2",
    "new": "of new cards",
    "practice": "",
}


@dataclasses.dataclass(frozen=True)
class AskedReviews:
    """The ratings of the study days `first` to `last` in a scope.

    `level` 0 is any. Practice is among them where nothing but days and decks is asked
    for (as on the calendar), and nothing else where `only` says so.
    """

    scope: Scope
    first: dt.date
    last: dt.date
    level: int = 0
    only: str = ""

    @property
    def with_practice(self) -> bool:
        """Of a tag practice is not counted."""
        return not self.level and not self.only and not self.scope.tag

    @property
    def is_narrow(self) -> bool:
        """Whether some ratings of these days are left out."""
        return not (self.with_practice and self.scope.is_all)

    @property
    def is_counted(self) -> bool:
        """Whether the day counters know how many there are."""
        return not self.scope.tag and not (self.level and self.only in OF_ONE_COLUMN)

    @property
    def levels(self) -> tuple[int, int]:
        """The lowest and the highest; none fits where the lowest is the higher one."""
        lowest, highest = (self.level, self.level) if self.level else (1, 5)
        if self.only == "missed":
            highest = min(highest, Level.BARELY)
        return lowest, int(highest)

    @property
    def words(self) -> str:
        """`on Tuesday 3 March, rated 4 Mostly, in AWS Lambda`."""
        rated = f"rated {self.level} {Level(self.level).word}" if self.level else ""
        deck = self.scope.deck
        parts = (
            self._when,
            rated,
            _WORDS[self.only],
            f"tagged {self.scope.tag}" if self.scope.tag else "",
            "" if deck is None else f"in {deck.deck.title}",
        )
        return ", ".join(part for part in parts if part)

    @property
    def _when(self) -> str:
        today = self.scope.today
        if self.first == self.last:
            is_today = self.last == today
            return "today" if is_today else f"on {date_words(self.last, today=today)}"
        if self.last == today:
            days = (today - self.first).days + 1
            if days <= DAYS_USUAL:
                return f"in the last {days} days"
            return f"since {date_words(self.first, today=today)}"
        first, last = (date_words(day, today=today) for day in (self.first, self.last))
        return f"from {first} to {last}"

    @property
    def whole_query(self) -> str:
        """The address of all ratings of these days, in these decks."""
        return dataclasses.replace(self, level=0, only="").query()

    def query(self, **more: object) -> str:
        """The same in an address, and what is added to it; None leaves a name out."""
        given: dict[str, object] = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "level": self.level or None,
            "only": self.only or None,
        }
        return self.scope.query(**given | more)


def asked_reviews(scope: Scope, given: Mapping[str, str]) -> AskedReviews:
    """What an address asks for. No statement.

    Without days the last DAYS_USUAL, with one only those from it to today or up to it;
    two in the wrong order are turned round. What is no choice falls back to the usual.
    """
    last = _day(given.get("to", ""), scope.today)
    first = _day(given.get("from", ""), scope.today)
    last = last or scope.today
    first = first or max(FIRST_DAY, last - dt.timedelta(days=DAYS_USUAL - 1))
    level, only = given.get("level", ""), given.get("only", "")
    return AskedReviews(
        scope,
        min(first, last),
        max(first, last),
        level=int(level) if level in {"1", "2", "3", "4", "5"} else 0,
        only=only if only in ONLY else "",
    )


def _day(text: str, today: dt.date) -> dt.date | None:
    """A day up to today, so that nobody waits for what cannot be there."""
    day = day_from(text)
    return None if day is None else min(max(day, FIRST_DAY), today)
