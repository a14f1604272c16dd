"""The form of an exam date."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from decks.study.learners import calendar_of
from decks.study.models import Enrolment

YEARS_MAX = 10
_TODAY_OR_LATER = "Choose a day to come."
_NOT_SO_LATE = f"Choose a day within {YEARS_MAX} years."
_UNREADABLE = "Please choose a day, such as 2027-06-12."


class ExamDateField(forms.DateField):
    """A study day to come, or None where it is left empty."""

    def __init__(self, *, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "min": today.isoformat()}
        )
        super().__init__(
            required=False,
            widget=widget,
            error_messages={"invalid": _UNREADABLE},
            **kwargs,
        )

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None and value < self.today:
            raise forms.ValidationError(_TODAY_OR_LATER)
        if value is not None and value.year > self.today.year + YEARS_MAX:
            raise forms.ValidationError(_NOT_SO_LATE)


class ExamDateForm(forms.Form):
    """The learner's own date for one deck."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exam_date"] = ExamDateField(
            today=today,
            label="Day of your exam",
            help_text="For you and this deck only. Empty: the date of your group, if it"
            " has one.",
        )


def exam_form(
    enrolment: Enrolment, data: Mapping[str, str] | None = None, *, now: dt.datetime
) -> ExamDateForm:
    """The form for this enrolment, which carries its user; with what was sent."""
    today = calendar_of(enrolment.user).day_of(now)
    return ExamDateForm(data, initial={"exam_date": enrolment.exam_date}, today=today)
