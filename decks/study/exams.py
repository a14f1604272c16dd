"""Exam dates: which one holds for a learner in a deck."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from decks.accounts.models import User
from decks.study import exam_statements
from decks.study.models import Enrolment
from decks.study.rows import fetch_all


@dataclasses.dataclass(frozen=True, slots=True)
class ExamDate:
    """A study day of the learner's on which there is an exam, and whose words it is:
    `your own`, `Cloud Certs'`. `is_own` where it was set for this very deck."""

    date: dt.date
    whose: str
    is_own: bool

    def days_from(self, today: dt.date) -> int:
        """How many days ahead it is; below 0 where it is over."""
        return (self.date - today).days


def exam_dates(
    user: User, deck_ids: Sequence[int], *, today: dt.date
) -> dict[int, ExamDate]:
    """The date that holds in each of these decks, by deck id. One statement.

    One's own for the deck goes before those of groups. It alone may be over: it then
    stands until it is taken away. Decks without a date are left out.
    """
    given = {"user": user.pk, "decks": list(deck_ids), "today": today}
    return {
        deck_id: _date(*row)
        for deck_id, *row in fetch_all(exam_statements.EXAM_DATES, given)
    }


def exam_date_of(user: User, deck_id: int, *, today: dt.date) -> ExamDate | None:
    """The same of one deck. One statement."""
    return exam_dates(user, [deck_id], today=today).get(deck_id)


def _date(
    own: dt.date | None, of_group: dt.date, is_members_own: bool, group_name: str
) -> ExamDate:
    if own is not None:
        return ExamDate(own, "your own", is_own=True)
    whose = "your own" if is_members_own else _possessive(group_name)
    return ExamDate(of_group, whose, is_own=False)


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith(("s", "S")) else f"{name}’s"


def set_exam_date(user: User, deck_id: int, exam_date: dt.date | None) -> None:
    """The learner's own date for the deck; None: that of their groups holds again."""
    rows = Enrolment.objects.filter(user=user, deck_id=deck_id)
    rows.update(exam_date=exam_date)
