"""What happened to one card for one learner: each rating, and what became of it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from decks.accounts.models import User
from decks.cards.models import Card
from decks.progress.predicted import predicted_percent
from decks.progress.rating_words import interval_given, taken_words
from decks.scheduling.fsrs import STABILITY_MAX_DAYS, retrievability
from decks.scheduling.schedule import NEW_CARD, CardState
from decks.scheduling.study_days import StudyCalendar
from decks.scheduling.words import day_words
from decks.study.learners import calendar_of
from decks.study.models import Review, StudySession
from decks.study.replaying import live_reviews, replayed_steps
from decks.study.rows import fetch_all

CHANGES_MAX = 100
"""So many changes of a text are told, the latest ones."""

_CHANGES = """
    SELECT t.written_at, t.is_new_meaning FROM (
        SELECT v.*, (v.question, v.answer) IS DISTINCT FROM
            (lag(v.question) OVER texts, lag(v.answer) OVER texts) AS differs
        FROM (
            SELECT version, question, answer, is_new_meaning, written_at
            FROM decks_cardversion WHERE card_id = %(card)s
            UNION ALL
            SELECT version, question, answer, is_new_meaning, updated_at
            FROM decks_card WHERE id = %(card)s
        ) AS v
        WINDOW texts AS (ORDER BY v.version)
    ) AS t
    WHERE t.version > 1 AND t.differs AND t.written_at >= %(since)s
    ORDER BY t.version DESC LIMIT %(most)s
"""
"""When question or answer became others; new tags alone are no change of the text."""


class What(StrEnum):
    """What one line of the log tells."""

    RATED = "Rated"
    PRACTICE = "Practice, not counted"
    IMPORTED = "Imported"
    STARTED_OVER = "Started over"
    CHANGED = "Text changed"
    NEW_MEANING = "Text changed, means something else"


@dataclasses.dataclass(frozen=True, slots=True)
class CardEvent:
    """One line: `study_day` is the learner's, `level` 0 where nothing was rated.

    `days_since` are the study days since the last counted rating, None for the first
    and where that does not matter. `recall_before` is R just before, from 0 to 1, known
    a study day or more after the last rating: of the same day FSRS-6 says nothing that
    is worth telling. `stability_days` is S after it, None where there is none.
    """

    what: What
    at: dt.datetime
    study_day: dt.date
    level: int = 0
    answer_ms: int = 0
    given: str = ""
    days_since: int | None = None
    recall_before: float | None = None
    stability_days: float | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is a rating that made the schedule."""
        return self.what in (What.RATED, What.IMPORTED)

    @property
    def percent_before(self) -> int | None:
        """As it is said; None where nothing was predicted."""
        recall = self.recall_before
        return None if recall is None else predicted_percent(100 * recall)

    @property
    def since_words(self) -> str:
        """`same day`, `1 day`, `6 weeks`; empty for the first."""
        if self.days_since is None:
            return ""
        return day_words(self.days_since) if self.days_since else "same day"

    @property
    def lasts_words(self) -> str:
        """How long until predicted recall falls to 90 %: `under a day`, `12 days`."""
        return "" if self.stability_days is None else lasts_words(self.stability_days)

    @property
    def time_words(self) -> str:
        """`4 s`, from two minutes on `3 min`; empty where none was taken."""
        return taken_words(self.answer_ms)


def lasts_words(stability_days: float) -> str:
    """S in words: the days until recall falls to 90 %."""
    if round(stability_days) < 1:
        return "under a day"
    more = "more than " if stability_days >= STABILITY_MAX_DAYS else ""
    return more + day_words(round(stability_days))


@dataclasses.dataclass(frozen=True, slots=True)
class CardLog:
    """All lines, oldest first; those that made the schedule, in its order; and the
    state that these come to, without the learner's marks."""

    events: list[CardEvent]
    steps: list[CardEvent]
    state: CardState

    @property
    def counted(self) -> list[CardEvent]:
        """The ratings among the steps: not where the card was started over."""
        return [event for event in self.steps if event.is_counted]


def card_log(user: User, card: Card) -> CardLog:
    """The learner's log of a card with the changes of its text since then.

    One statement, two where the text was changed. What was undone is left out.
    """
    rows = _rows(user, card.pk)
    live = sorted(
        (row for row in rows if row.kind != Review.Kind.CRAM),
        key=lambda row: row.sequence,
    )
    states = [NEW_CARD, *replayed_steps(live)]
    pairs = zip(live, pairwise(states), strict=True)
    steps = [_event(row, before, after) for row, (before, after) in pairs]
    events = steps + [_practice(row) for row in rows if row.kind == Review.Kind.CRAM]
    if events and card.version > 1:
        since = min(event.at for event in events)
        events += _changes(card, since=since, calendar=calendar_of(user))
    # Stable: rows of one moment stay in the order of their sequence.
    events.sort(key=lambda event: event.at)
    return CardLog(events, steps, states[-1])


def _rows(user: User, card_id: int) -> Sequence[Review]:
    """Live rows and practice, each found by its own index: practice by the learner's
    sittings, as a card's own rows are everybody's."""
    sittings = StudySession.objects.filter(user=user, kind=StudySession.Kind.CRAM)
    practice = Review.objects.filter(
        user=user,
        card_id=card_id,
        prompt=0,
        kind=Review.Kind.CRAM,
        undone_at=None,
        session_id__in=sittings.values("id"),
    )
    return list(live_reviews(user, card_id).union(practice, all=True))


def _event(row: Review, before: CardState, after: CardState) -> CardEvent:
    if row.kind == Review.Kind.RESET:
        return CardEvent(What.STARTED_OVER, row.reviewed_at, row.study_day)
    since = _days_since(row, before)
    memory = before.memory
    recall = None
    if memory is not None and since:
        recall = retrievability(memory.stability_days, since)
    return CardEvent(
        What.IMPORTED if row.kind == Review.Kind.IMPORT else What.RATED,
        row.reviewed_at,
        row.study_day,
        row.level,
        row.answer_ms,
        given=interval_given(row),
        days_since=since,
        recall_before=recall,
        stability_days=None if after.memory is None else after.memory.stability_days,
    )


def _days_since(row: Review, before: CardState) -> int | None:
    """Never negative: where a zone has moved, the rating counts as one on the same day,
    as it does for the scheduler."""
    if before.last_study_day is None:
        return None
    return max(0, (row.study_day - before.last_study_day).days)


def _practice(row: Review) -> CardEvent:
    return CardEvent(
        What.PRACTICE, row.reviewed_at, row.study_day, row.level, row.answer_ms
    )


def _changes(
    card: Card, *, since: dt.datetime, calendar: StudyCalendar
) -> list[CardEvent]:
    given = {"card": card.pk, "since": since, "most": CHANGES_MAX}
    return [
        CardEvent(
            What.NEW_MEANING if is_new_meaning else What.CHANGED,
            written_at,
            calendar.day_of(written_at),
        )
        for written_at, is_new_meaning in fetch_all(_CHANGES, given)
    ]
