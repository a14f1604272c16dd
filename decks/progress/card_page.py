"""What the page of a card says: where it stands, and the curve with each rating."""

import dataclasses
import datetime as dt
import functools
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Card
from decks.progress.card_chart import CardChart, RatedDay, card_chart
from decks.progress.card_list import CardRow, card_row
from decks.progress.card_log import CardEvent, CardLog, What, card_log
from decks.progress.counted_words import seen_words, times
from decks.progress.dates import date_words
from decks.progress.predicted import predicted_percent
from decks.scheduling.fsrs import retrievability
from decks.scheduling.levels import Level
from decks.scheduling.study_days import StudyCalendar
from decks.study.learners import calendar_of, enrolment_options
from decks.study.models import Enrolment

LINES_SHOWN = 50
"""So many lines of the table; all of them where one asks."""

_WIDE, _NARROW = (680, 268), (304, 236)
"""Two drawings: 12 px text must be neither too small on a phone nor too large."""


@dataclasses.dataclass(frozen=True)
class CardProgress:
    """A card for one learner, on the study day `today`."""

    row: CardRow
    log: CardLog
    calendar: StudyCalendar
    today: dt.date
    target_percent: int

    @property
    def is_rated(self) -> bool:
        """Whether any rating counts: else there is no curve."""
        return bool(self.log.counted)

    @property
    def is_new(self) -> bool:
        """Whether nothing is predicted: never rated, or started over since."""
        return self.log.state.memory is None

    @property
    def latest(self) -> CardEvent | None:
        """The last counted rating; None where the card is new."""
        return None if self.is_new else self.log.steps[-1]

    @property
    def is_rated_today(self) -> bool:
        """Whether the last rating is of this study day: then R is told of tomorrow."""
        latest = self.latest
        return latest is not None and latest.study_day >= self.today

    @property
    def percent(self) -> int | None:
        """Predicted recall today, or tomorrow of a card that was rated today."""
        latest = self.latest
        if latest is None or latest.stability_days is None:
            return None
        elapsed = max(1, (self.today - latest.study_day).days)
        return predicted_percent(100 * retrievability(latest.stability_days, elapsed))

    @property
    def seen_words(self) -> str:
        """`Seen 9 times, missed 3 times.`, `Seen once, never missed.`"""
        return f"{seen_words([event.level for event in self.log.counted])}."

    @property
    def has_changed(self) -> bool:
        """Whether the card's text has become another since the first rating."""
        return bool(self._changed_on)

    @property
    def has_started_over(self) -> bool:
        """Whether the card became new again at some time."""
        return any(event.what is What.STARTED_OVER for event in self.log.steps)

    @functools.cached_property
    def charts(self) -> tuple[CardChart, CardChart]:
        """The wide and the narrow drawing of a card that was rated."""
        return self._chart(_WIDE), self._chart(_NARROW)

    @property
    def label(self) -> str:
        """The drawing in sentences."""
        rated, chart = self.log.counted, self.charts[0]
        last = rated[-1]
        parts = [
            f"Predicted recall of this card since {self._day(rated[0].study_day)}, "
            f"rated {times(len(rated))}, the last time with {last.level}, "
            f"{Level(last.level).word}, on {self._day(last.study_day)}."
        ]
        if self.is_new:
            parts.append("The card was started over since.")
        else:
            when = "tomorrow" if self.is_rated_today else "today"
            parts.append(
                f"Predicted {when} {self.percent}%, {chart.end_percent}% on "
                f"{self._day(chart.plane.last_day)} if you do not study it."
            )
        return " ".join([*parts, f"You want {self.target_percent}%."])

    def lines(self, *, is_all: bool) -> list[CardEvent]:
        """The table's lines, the latest first."""
        latest_first = self.log.events[::-1]
        return latest_first if is_all else latest_first[:LINES_SHOWN]

    @property
    def _changed_on(self) -> list[dt.date]:
        changes = (What.CHANGED, What.NEW_MEANING)
        return [event.study_day for event in self.log.events if event.what in changes]

    @functools.cached_property
    def _rated_days(self) -> list[RatedDay]:
        return [
            RatedDay(event.study_day, event.level, event.stability_days)
            for event in self.log.steps
        ]

    def _day(self, day: dt.date) -> str:
        return date_words(day, today=self.today)

    def _chart(self, size: tuple[int, int]) -> CardChart:
        due_at = None if self.row.is_withheld else self.log.state.due_at
        return card_chart(
            self._rated_days,
            changed_on=self._changed_on,
            today=self.today,
            due_day=None if due_at is None else self.calendar.day_of(due_at),
            target_percent=self.target_percent,
            size=size,
        )


def card_progress(user: User, card: Any, *, now: dt.datetime) -> CardProgress:
    """Where a card stands for this learner, who may read it, whether they study it or
    not. Three statements, one more where its text was changed.

    The card carries its deck.
    """
    calendar = calendar_of(user)
    return CardProgress(
        row=card_row(user, card, now=now),
        log=card_log(user, card),
        calendar=calendar,
        today=calendar.day_of(now),
        target_percent=_target_percent(user, card),
    )


def _target_percent(user: User, card: Card) -> int:
    """The wanted recall: as for a learner of the deck, also for who is none."""
    mine = Enrolment.objects.filter(user=user, deck_id=card.deck_id)
    enrolment = mine.select_related("group").first() or Enrolment(user=user)
    enrolment.deck = card.deck
    return enrolment_options(user, enrolment).retention_percent
