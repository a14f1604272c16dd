"""Which cards an address asks for, and how a heading says it."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from decks.cards.plurals import noun
from decks.progress.dates import date_words, day_from
from decks.progress.overview.scope import Scope
from decks.scheduling.levels import Level
from decks.study.counters import STUCK_LAPSES
from decks.study.standing import Standing, standing_of

SHOW = ("hard", "stuck", "mastered", "learning")
DAYS_AHEAD_MAX = 36_500

_LEVELS = {str(n): n for n in range(6)}
_NOTES = {
    "hard": "By how hard they have been for you. Each was missed after you had learnt "
    "it, or one of the last two times.",
    "stuck": f"Missed {STUCK_LAPSES} times or more after you had learnt them.",
    "mastered": "Rated 4 or 5 the last two times.",
    "learning": "Seen, and not mastered yet.",
}


@dataclasses.dataclass(frozen=True)
class AskedCards:
    """The cards of a scope's decks at a `level` (0 new), that fall `due` on a day
    (today: with all before), or of one of SHOW."""

    scope: Scope
    show: str = ""
    level: int | None = None
    due: dt.date | None = None

    @property
    def count(self) -> int | None:
        """How many they are by the counts that ratings keep; None where none is kept.
        No statement."""
        if self.scope.tag or self.due or self.show == "hard":
            return None
        return sum(self._count(standing_of(row)) for row in self.scope.chosen)

    def _count(self, standing: Standing) -> int:
        if self.level is not None:
            return standing.counts[self.level]
        return {
            "stuck": standing.stuck_count,
            "mastered": standing.mastered_count,
            "learning": standing.learning_count,
        }[self.show]

    @property
    def note(self) -> str:
        """What the list means, where its name does not say it."""
        if self.due and self.due > self.scope.today:
            return (
                "By the schedule as it stands. A prediction also counts cards that "
                "come back after you have studied them."
            )
        return _NOTES.get(self.show, "")

    def heading(self, count_words: str, count: int | None) -> str:
        """`12 cards rated 4 Mostly, in AWS Lambda`; `count_words` may be empty."""
        scope, card = self.scope, noun(count, "card")
        before, after = self._around()
        phrase = " ".join(part for part in (count_words, before, card, after) if part)
        of_tag = f", tagged {scope.tag}" if scope.tag else ""
        in_deck = "" if scope.deck is None else f", in {scope.deck.deck.title}"
        return phrase[0].upper() + phrase[1:] + of_tag + in_deck

    def _around(self) -> tuple[str, str]:
        """What stands before and after the word "cards"."""
        if self.due == self.scope.today:
            return "", "due by the end of today"
        if self.due:
            return "", f"due on {date_words(self.due, today=self.scope.today)}"
        if self.level:
            return "", f"rated {self.level} {Level(self.level).word}"
        if self.level == 0:
            return "new", ""
        return ("", "you are learning") if self.show == "learning" else (self.show, "")

    def query(self, **more: object) -> str:
        """The same in an address, and what is added to it; None leaves a name out."""
        return self.scope.query(**self._names | more)

    @property
    def fields(self) -> list[tuple[str, object]]:
        """The same in a form: names and values."""
        deck = self.scope.deck
        given = {
            "deck": None if deck is None else deck.deck_id,
            "tag": self.scope.tag or None,
            **self._names,
        }
        return [(name, value) for name, value in given.items() if value is not None]

    @property
    def _names(self) -> dict[str, object]:
        """What is asked for beside the scope."""
        return {
            "show": self.show or None,
            "level": self.level,
            "due": None if self.due is None else self.due.isoformat(),
        }


def asked_cards(scope: Scope, given: Mapping[str, str]) -> AskedCards:
    """What an address asks for; what is no choice is "hard". No statement.

    A day that is over means today: what fell due then is due now.
    """
    level = _LEVELS.get(given.get("level", ""))
    if level is not None:
        return AskedCards(scope, level=level)
    day = day_from(given.get("due", ""))
    last = scope.today + dt.timedelta(days=DAYS_AHEAD_MAX)
    if day is not None and day <= last:
        return AskedCards(scope, due=max(day, scope.today))
    show = given.get("show", "")
    return AskedCards(scope, show=show if show in SHOW else "hard")
