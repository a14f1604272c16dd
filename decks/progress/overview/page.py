"""What the Progress page shows, in a number of statements that does not grow."""

import datetime as dt
import functools
from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Sum

from decks.accounts.study_options import option_values, resolved
from decks.cards.models import Deck
from decks.cards.plurals import counted
from decks.progress.overview.counting import (
    Streak,
    TooManyReviews,
    filled,
    period_of,
    streak_from,
    study_days,
    tag_log,
)
from decks.progress.overview.figures import (
    DueDay,
    ExamMark,
    MasteryPoint,
    Period,
    Target,
    summed,
)
from decks.progress.overview.hard_cards import CardRow, hardest, stuck
from decks.progress.overview.mastery import mastery_points, tag_mastery_points
from decks.progress.overview.pictures import Links, Pictures, pictures
from decks.progress.overview.scope import WEEKS, Scope
from decks.study.counters import STUCK_LAPSES
from decks.study.due_forecast import due_ahead
from decks.study.exams import exam_dates
from decks.study.learners import options_by_deck
from decks.study.models import DayCounter

DUE_DAYS = 30
_WEEK = 7
_REVIEWS = F("level_1") + F("level_2") + F("level_3") + F("level_4") + F("level_5")


@dataclass(frozen=True)
class Counted:
    """What was done, by day, and how the cards stood; `is_known` whether ever any
    was."""

    period: Period
    streak: Streak
    mastery: list[MasteryPoint]
    is_known: bool


@dataclass(frozen=True)
class ProgressPage:
    """One scope's figures. `counted` is None of a tag with too many reviews."""

    scope: Scope
    counted: Counted | None
    due: list[DueDay]
    exams: list[ExamMark]
    target: Target
    hardest: list[CardRow]
    stuck: list[CardRow]
    lost_reviews: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever studied: then there is nothing to show."""
        return self.counted is not None and not self.counted.is_known

    @property
    def weeks_choice(self) -> list[tuple[int, str]]:
        """Each number of weeks, and where it leads."""
        return [(weeks, self.scope.with_weeks(weeks).query()) for weeks in WEEKS]

    @property
    def scope_choice(self) -> list[tuple[str, str, bool]]:
        """All decks, then each deck: its title, where it leads, whether it is shown."""
        shown = self.scope
        every = ("All decks", shown.query(deck=None, tag=None), shown.is_all)
        decks = [
            (
                row.deck.title,
                shown.query(deck=row.deck_id, tag=None),
                row == shown.deck and not shown.tag,
            )
            for row in shown.studied
        ]
        return [every, *decks]

    @property
    def hard_query(self) -> str:
        """Where all hard cards are listed."""
        return Links(self.scope).show("hard")

    @property
    def stuck_query(self) -> str:
        """Where all stuck cards are listed."""
        return Links(self.scope).show("stuck")

    @property
    def period(self) -> Period | None:
        return None if self.counted is None else self.counted.period

    @property
    def streak(self) -> Streak | None:
        return None if self.counted is None else self.counted.streak

    @property
    def sentence(self) -> str:
        """`198 reviews in the last 7 days, 34 more than the 7 before.`"""
        return "" if self.period is None else week_words(self.period)

    @property
    def time_words(self) -> str:
        """`21 h 40 min`."""
        return "" if self.period is None else hours_words(self.period.total.answer_ms)

    @property
    def new_count(self) -> int:
        """New cards that wait."""
        points = [] if self.counted is None else self.counted.mastery
        return points[-1].counts[0] if points else 0

    @property
    def stuck_from(self) -> int:
        """So many misses make a card a stuck one."""
        return STUCK_LAPSES

    @functools.cached_property
    def pictures(self) -> Pictures | None:
        """The charts; None where nothing was counted."""
        if self.counted is None:
            return None
        return pictures(
            self.counted.period,
            due=self.due,
            exams=self.exams,
            mastery=self.counted.mastery,
            target=self.target,
            scope=self.scope,
        )


def progress_page(scope: Scope, *, now: dt.datetime) -> ProgressPage:
    """All figures of a scope. At most eight statements, of a tag six."""
    return ProgressPage(
        scope=scope,
        counted=_counted(scope),
        due=due_days(scope, now=now),
        exams=_exam_marks(scope),
        target=target_of(scope),
        hardest=hardest(scope),
        stuck=stuck(scope),
        lost_reviews=_lost_reviews(scope) if scope.is_all else 0,
    )


def _counted(scope: Scope) -> Counted | None:
    if not scope.tag:
        days = study_days(scope)
        streak = streak_from(days, today=scope.today)
        return Counted(period_of(scope), streak, mastery_points(scope), bool(days))
    try:
        cards, log = tag_log(scope)
    except TooManyReviews:
        return None
    studied = [day.figures for day in log if day.was_studied]
    days = [figures.day for figures in studied]
    return Counted(
        filled(studied, scope),
        streak_from(days, today=scope.today),
        tag_mastery_points(scope, cards, log),
        bool(days),
    )


def due_days(scope: Scope, *, now: dt.datetime) -> list[DueDay]:
    """What is expected to fall due from today on. One statement."""
    expected = due_ahead(
        scope.user, scope.chosen, days=DUE_DAYS, now=now, tag=scope.tag
    )
    return [
        DueDay(scope.today + dt.timedelta(days=ahead), count)
        for ahead, count in enumerate(expected)
    ]


def target_of(scope: Scope) -> Target:
    """The wanted recall of these decks. No statement."""
    options = options_by_deck(scope.user, scope.chosen)
    wanted = [one.retention_percent for one in options.values()]
    wanted = wanted or [resolved(option_values(scope.user)).retention_percent]
    return Target(min(wanted), max(wanted))


def _exam_marks(scope: Scope) -> list[ExamMark]:
    """The exams of the days that are drawn. One statement."""
    dates = exam_dates(scope.user, scope.deck_ids, today=scope.today)
    last = scope.today + dt.timedelta(days=DUE_DAYS - 1)
    by_day = Counter(
        exam.date for exam in dates.values() if scope.today <= exam.date <= last
    )
    return [
        ExamMark(day, "exam" if count == 1 else f"{count} exams")
        for day, count in sorted(by_day.items())
    ]


def _lost_reviews(scope: Scope) -> int:
    """Reviews of these weeks in decks that one may no longer read. One statement."""
    days = DayCounter.objects.filter(
        user=scope.user, study_day__range=(scope.first_day, scope.today)
    )
    lost = days.exclude(deck__in=Deck.objects.readable_by(scope.user))
    return lost.aggregate(count=Sum(_REVIEWS))["count"] or 0


def week_words(period: Period) -> str:
    """The reviews of the last seven days beside those of the seven before."""
    last, before = (
        summed(period.days[start : start + _WEEK]).reviews
        for start in (len(period.days) - _WEEK, len(period.days) - 2 * _WEEK)
    )
    if not last and not before:
        return "No reviews in the last 7 days, nor in the 7 before."
    more = last - before
    beside = f"{abs(more):,} {'more' if more > 0 else 'fewer'} than"
    return (
        f"{counted(last, 'review')} in the last 7 days, "
        f"{beside if more else 'as many as in'} the 7 before."
    )


def hours_words(time_ms: int) -> str:
    """`21 h 40 min`, `40 min`, `under a minute`."""
    hours, minutes = divmod(round(time_ms / 60_000), 60)
    if not hours and not minutes:
        return "under a minute" if time_ms else "0 min"
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min"
