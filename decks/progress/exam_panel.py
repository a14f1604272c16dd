"""What the page of a deck says of the exam that is to come."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.plurals import counted
from decks.progress.dates import ahead_words, date_words
from decks.progress.exam_chart import ExamChart, ExamPoint, exam_chart
from decks.progress.predicted import predicted_percent
from decks.progress.today import time_words
from decks.scheduling.exam import FINAL_PASS_MAX_DAYS, predicted_recall
from decks.study.exam_plan import ExamAhead, exam_ahead
from decks.study.exams import ExamDate, exam_date_of, exam_dates
from decks.study.learners import calendar_of, enrolment_options
from decks.study.models import Enrolment

CURVE_POINTS_MAX = 9


@dataclasses.dataclass(frozen=True, slots=True)
class FinalPassOffer:
    """What the button of the final pass holds: how many cards, about how long."""

    card_count: int
    minutes: int

    @property
    def words(self) -> str:
        """`Final pass: 40 cards, about 10 minutes`."""
        cards = counted(self.card_count, "card")
        return f"Final pass: {cards}, about {time_words(self.minutes)}"


@dataclasses.dataclass(frozen=True)
class ExamPanel:
    """An exam of this deck; `ahead` is None where the learner's own date is over.

    `target_percent` is the wanted recall, `new_a_day_max` how many new cards a day the
    learner's options allow.
    """

    exam: ExamDate
    today: dt.date
    ahead: ExamAhead | None
    target_percent: int
    new_a_day_max: int

    @property
    def heading(self) -> str:
        """`Exam in 17 days`, `Exam tomorrow`, or that it is over."""
        days = self.exam.days_from(self.today)
        if days < 0:
            return f"The exam was on {self.date_words}"
        return exam_words(days)

    @property
    def date_words(self) -> str:
        """`Friday 12 June`, with the year where it is another."""
        return date_words(self.exam.date, today=self.today)

    @property
    def chart_dates(self) -> str:
        """How the chart writes its days, as Django's `date` filter has it."""
        return "j F" if self.exam.date.year == self.today.year else "j F Y"

    @property
    def is_known(self) -> bool:
        """Whether any card was seen: else there is nothing to predict from."""
        return self.ahead is not None and bool(self.ahead.cards.seen)

    @functools.cached_property
    def percent(self) -> int:
        """Predicted recall on the day, if nothing more is studied."""
        if self.chart is not None:
            return self.chart.last.percent
        ahead = self.ahead
        if ahead is None:
            return 0
        return predicted_percent(_percent(ahead, ahead.days_ahead))

    @property
    def new_count(self) -> int:
        """New cards that are left to learn."""
        ahead = self.ahead
        return 0 if ahead is None else ahead.cards.open_new(ahead.card_count)

    @property
    def new_a_day(self) -> int:
        """How many that makes a day until the final pass; 0 once it has begun."""
        days = 0 if self.ahead is None else self.ahead.pass_begins_in_days
        return -(-self.new_count // days) if days > 0 else 0

    @property
    def pass_begins_words(self) -> str:
        """The day on which the final pass begins."""
        days = 0 if self.ahead is None else self.ahead.pass_begins_in_days
        return date_words(self.today + dt.timedelta(days=days), today=self.today)

    @functools.cached_property
    def offer(self) -> FinalPassOffer | None:
        """The final pass of today; None before it begins and where nothing is left."""
        if self.ahead is None or not self.ahead.is_final_pass:
            return None
        found = self.ahead.pass_today()
        if not found.cards:
            return None
        return FinalPassOffer(len(found.cards), max(1, round(found.seconds / 60)))

    @functools.cached_property
    def chart(self) -> ExamChart | None:
        """Predicted recall from tomorrow to the exam; None with fewer than two days.

        It begins tomorrow: of the day itself FSRS knows nothing.
        """
        ahead = self.ahead
        if ahead is None or not self.is_known or ahead.days_ahead < 2:
            return None
        points = [
            ExamPoint(self.today + dt.timedelta(days=days), _percent(ahead, days))
            for days in curve_days(ahead.days_ahead)
        ]
        return exam_chart(points, target_percent=self.target_percent)


def exam_words(days_ahead: int) -> str:
    """`Exam today`, `Exam tomorrow`, `Exam in 17 days`."""
    return f"Exam {ahead_words(days_ahead)}"


def curve_days(days_ahead: int) -> list[int]:
    """At most CURVE_POINTS_MAX days from tomorrow (1) to the exam, evenly spread."""
    steps = min(CURVE_POINTS_MAX, days_ahead) - 1
    return [1 + round(step * (days_ahead - 1) / steps) for step in range(steps + 1)]


def _percent(ahead: ExamAhead, days_ahead: int) -> float:
    return 100 * predicted_recall(ahead.cards.seen, ahead.card_count, days_ahead)


@dataclasses.dataclass(frozen=True, slots=True)
class ExamSoon:
    """A deck whose exam is near, and when that is in words."""

    deck: Deck
    words: str


def exams_soon(user: User, decks: Iterable[Deck], *, today: dt.date) -> list[ExamSoon]:
    """The decks with an exam in the next FINAL_PASS_MAX_DAYS, the nearest first.

    One statement.
    """
    by_id = {deck.pk: deck for deck in decks}
    dates = exam_dates(user, list(by_id), today=today)
    days = {deck_id: exam.days_from(today) for deck_id, exam in dates.items()}
    return [
        ExamSoon(by_id[deck_id], exam_words(ahead))
        for deck_id, ahead in sorted(days.items(), key=lambda pair: pair[::-1])
        if 0 <= ahead <= FINAL_PASS_MAX_DAYS
    ]


def exam_panel(
    user: User, enrolment: Enrolment, *, now: dt.datetime
) -> ExamPanel | None:
    """The panel of the deck that the enrolment carries; None without a date.

    One statement, a second where an exam is to come.
    """
    today = calendar_of(user).day_of(now)
    exam = exam_date_of(user, enrolment.deck_id, today=today)
    if exam is None:
        return None
    options = enrolment_options(user, enrolment)
    return ExamPanel(
        exam,
        today,
        ahead=exam_ahead(user, enrolment.deck, exam, now=now),
        target_percent=options.retention_percent,
        new_a_day_max=options.new_cards_per_day,
    )
