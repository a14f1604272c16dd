"""The final pass before an exam: when it begins, and what it holds today."""

import dataclasses
import datetime as dt

from decks.accounts.models import User
from decks.accounts.study_options import NewCardOrder
from decks.cards.models import Deck
from decks.scheduling.exam import (
    FinalPass,
    Seconds,
    SeenCard,
    final_pass,
    final_pass_days,
    seconds_at,
)
from decks.scheduling.fsrs import Memory
from decks.study import exam_statements
from decks.study.exams import ExamDate, exam_date_of
from decks.study.learners import calendar_of, enrolment_options
from decks.study.models import Enrolment
from decks.study.pace import Pace, pace_parameters
from decks.study.queue import DayLimits, plan_new
from decks.study.rows import Row, fetch_all

_PACE_END = 3


@dataclasses.dataclass(frozen=True, slots=True)
class ExamCards:
    """A learner's cards of one deck, as a prediction and a final pass need them.

    `seen` are stability and elapsed study days of all that were seen; `withheld_new`
    are new cards that are put aside or hidden. `rows` are those of the statement.
    """

    pace: Pace
    today: dt.date
    rows: list[Row]
    seen: list[tuple[float, int]]
    withheld_new: int

    @property
    def open_cards(self) -> list[SeenCard]:
        """Those that may come up in a final pass today: seen before, not withheld."""
        return [
            SeenCard(
                row[0], Memory(row[1], row[2]), max(1, _elapsed_days(row, self.today))
            )
            for row in self.rows
            if row[1] is not None and row[3] != self.today and not row[4]
        ]

    @property
    def seconds(self) -> Seconds:
        return seconds_at(self.pace.seconds_per_review)

    def open_new(self, card_count: int) -> int:
        """New cards that may come up, of a deck with so many cards."""
        return max(0, card_count - len(self.seen) - self.withheld_new)


def exam_cards(user: User, deck_id: int, *, now: dt.datetime) -> ExamCards:
    """What is known of a deck's cards and of the learner's pace. One statement."""
    today = calendar_of(user).day_of(now)
    given = {"deck": deck_id, "now": now, **pace_parameters(user, today=today)}
    rows = fetch_all(exam_statements.EXAM_CARDS, given)
    cards = [row[_PACE_END:] for row in rows if row[_PACE_END] is not None]
    return ExamCards(
        Pace(*rows[0][:_PACE_END]),
        today,
        rows=cards,
        seen=[
            (row[1], _elapsed_days(row, today)) for row in cards if row[1] is not None
        ],
        withheld_new=sum(1 for row in cards if row[1] is None and row[4]),
    )


def _elapsed_days(row: Row, today: dt.date) -> int:
    """Study days since the last review; 0 where a moved zone put that in the future."""
    last_study_day: dt.date = row[3]
    return max(0, (today - last_study_day).days)


@dataclasses.dataclass(frozen=True, slots=True)
class ExamAhead:
    """An exam to come in a deck of so many cards, in `days_ahead` study days."""

    exam: ExamDate
    days_ahead: int
    card_count: int
    cards: ExamCards

    @property
    def pass_begins_in_days(self) -> int:
        """Days until the final pass; 0 or less once it has begun."""
        pace = self.cards.pace
        pass_days = final_pass_days(
            self.card_count, pace.seconds_per_review, pace.minutes_a_day
        )
        return self.days_ahead - pass_days

    @property
    def is_final_pass(self) -> bool:
        """Whether every card is to come up once more, due or not."""
        return self.pass_begins_in_days <= 0

    def pass_today(self) -> FinalPass:
        """What today's final pass holds, in the learner's minutes a day."""
        return final_pass(
            self.cards.open_cards,
            self.cards.open_new(self.card_count),
            days_ahead=self.days_ahead,
            minutes=self.cards.pace.minutes_a_day,
            seconds=self.cards.seconds,
        )


def exam_ahead(
    user: User, deck: Deck, exam: ExamDate | None, *, now: dt.datetime
) -> ExamAhead | None:
    """Where the learner stands before this exam; None without one, or after it.

    One statement where there is one.
    """
    days_ahead = -1 if exam is None else exam.days_from(calendar_of(user).day_of(now))
    if exam is None or days_ahead < 0:
        return None
    cards = exam_cards(user, deck.pk, now=now)
    # A card that has moved on may leave its state here until it is rated there.
    card_count = max(deck.card_count, len(cards.seen))
    return ExamAhead(exam, days_ahead, card_count, cards)


def final_pass_card_ids(
    user: User, enrolment: Enrolment, *, now: dt.datetime
) -> list[int]:
    """Today's final pass in the deck of this enrolment, in order. Three statements.

    Empty where none has begun. New cards come as the deck's options have them.
    """
    deck, study_day = enrolment.deck, calendar_of(user).day_of(now)
    exam = exam_date_of(user, deck.pk, today=study_day)
    ahead = exam_ahead(user, deck, exam, now=now)
    if ahead is None or not ahead.is_final_pass:
        return []
    cards = ahead.pass_today().cards
    order = enrolment_options(user, enrolment).new_card_order
    limits = DayLimits(
        new_cards=cards.count(None),
        reviews=0,
        shuffles=order == NewCardOrder.SHUFFLED,
    )
    new = iter(plan_new(user, {deck.pk: limits}, now=now, study_day=study_day))
    in_order = (next(new, None) if card is None else card.card_id for card in cards)
    return [card_id for card_id in in_order if card_id is not None]
