"""The form of the five study options, for a person, a deck and an enrolment alike."""

import dataclasses
import datetime as dt
from typing import Any

from django import forms

from decks.accounts.study_options import (
    LONGEST_INTERVAL_MAX_DAYS,
    NO_LIMIT,
    OPTION_NAMES,
    RETENTION_MAX_PERCENT,
    RETENTION_MIN_PERCENT,
    NewCardOrder,
    StudyOptions,
)


class WholeNumberField(forms.IntegerField):
    """A whole number in a range; None where it is left empty.

    A text field: of a number field a browser sends nothing when it cannot read what was
    typed, and nothing would be taken for "left empty".
    """

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        words = f"Please enter a whole number from {low} to {high}, or leave it empty."
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            min_value=low,
            max_value=high,
            required=False,
            widget=widget,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
            **kwargs,
        )


class TimeOfDayField(forms.TimeField):
    """A time of day such as 04:00; the value is in minutes after midnight."""

    def __init__(self, **kwargs: Any) -> None:
        words = "Please enter a time, such as 04:00."
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}),
            error_messages=dict.fromkeys(("invalid", "required"), words),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Minutes as a clock shows them; what was typed as it was typed."""
        return f"{value // 60:02}:{value % 60:02}" if type(value) is int else value

    def to_python(self, value: Any) -> Any:
        time: dt.time | None = super().to_python(value)
        return None if time is None else time.hour * 60 + time.minute


class OnOffField(forms.TypedChoiceField):
    """Two radio buttons. A form without them is refused, and not taken for "off"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(True, "On"), (False, "Off")],
            coerce=lambda value: value == "True",
            widget=forms.RadioSelect,
            **kwargs,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Fallback:
    """What holds where an option is left empty, and who says so.

    `hint` is a sentence for below the label, `choice` a radio button's words.
    """

    hint: str
    choice: str = ""


_UNITS = {"retention_percent": "%", "longest_interval_days": " days"}
_CAN_BE_ENDLESS = frozenset({"new_cards_per_day", "reviews_per_day"})


def option_words(name: str, value: Any) -> str:
    """An option's value in words: `20`, `no limit`, `90%`, `shuffled`."""
    if name == "new_card_order":
        label = str(NewCardOrder(value).label)
        return label[0].lower() + label[1:]
    if name in _CAN_BE_ENDLESS and value >= NO_LIMIT:
        return "no limit"
    return f"{value}{_UNITS.get(name, '')}"


class StudyOptionsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The five options of a row. What is left empty is None: decided elsewhere."""

    new_cards_per_day = WholeNumberField(
        0,
        NO_LIMIT,
        label="New cards a day",
        help_text="So many cards that you never saw come up on a day.",
    )
    reviews_per_day = WholeNumberField(
        0,
        NO_LIMIT,
        label="Reviews a day",
        help_text="So many cards that you know come back on a day; the others wait for"
        " the next one.",
    )
    retention_percent = WholeNumberField(
        RETENTION_MIN_PERCENT,
        RETENTION_MAX_PERCENT,
        label="Wanted recall in %",
        help_text="A card comes back when the chance that you still know it has fallen"
        " to this. Higher: you forget less and review more.",
    )
    longest_interval_days = WholeNumberField(
        1,
        LONGEST_INTERVAL_MAX_DAYS,
        label="Longest interval in days",
        help_text="No card stays away longer, however well you know it.",
    )
    new_card_order = forms.TypedChoiceField(
        label="New cards come up",
        help_text="Which of them you meet first.",
        choices=NewCardOrder.choices,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model: type[StudyOptions]
        fields: tuple[str, ...] = OPTION_NAMES

    def explain(self, fallbacks: dict[str, Fallback]) -> None:
        """Say at each field what holds while it is empty."""
        for name, fallback in fallbacks.items():
            field = self.fields[name]
            field.help_text = f"{field.help_text} {fallback.hint}".strip()
            if fallback.choice:
                first = [("", fallback.choice)]
                field.choices = [*first, *NewCardOrder.choices]  # type: ignore[attr-defined]

    def keep(self) -> None:
        """Write the form's fields and no others: the rest of the row may have moved."""
        self.instance.save(update_fields=self._meta.fields)
