"""What a person tells us about themselves."""

import re
import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from decks.accounts.models import User, validate_time_zone
from decks.accounts.option_fields import (
    Fallback,
    OnOffField,
    StudyOptionsForm,
    TimeOfDayField,
    option_words,
)
from decks.accounts.study_options import DEFAULT_OPTIONS, OPTION_NAMES

_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f"  # controls
    "\u00ad\u200b\u2060-\u2064\ufeff"  # a soft hyphen, and signs without a width
    "\u202a-\u202e\u2066-\u2069]"  # what turns the direction of the text around it
)
"""Left out of names. Joiners stay: Persian, Indic scripts and emoji need them."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that show nothing: fillers and the Braille blank."""

_SEEN_CATEGORIES = frozenset("LNPS")


def visible_name(name: str) -> str:
    """The name without unseen signs and doubled spaces.

    ValidationError for an address (pages show names) and for what shows nothing.
    """
    name = _UNSEEN.sub("", " ".join(name.split()))
    name = " ".join(name.split())
    if "@" in name:
        raise ValidationError(
            "Others see this name. Please choose one without an e-mail address."
        )
    if not any(map(_is_seen, name)):
        raise ValidationError("Please enter a name.")
    return name


def _is_seen(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in _SEEN_CATEGORIES and sign not in _BLANK_LETTERS


class SignupForm(forms.Form):
    """The two fields that allauth's sign-up does not have."""

    display_name = forms.CharField(
        label="Your name",
        max_length=60,
        help_text="What others see. It need not be your full name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput()
    )
    field_order = ("display_name", "email", "password1", "time_zone")

    def clean_display_name(self) -> str:
        return visible_name(self.cleaned_data["display_name"])

    def clean_time_zone(self) -> str:
        """The browser's zone; one that we do not know is left at UTC, not refused."""
        name: str = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(name)
        except ValidationError:
            return "UTC"
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse a password like one's name, which allauth does not know yet."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password, name = cleaned.get("password1"), cleaned.get("display_name")
        if password and name:
            try:
                validate_password(password, User(display_name=name))
            except ValidationError as error:
                if "password1" not in self.errors:
                    self.add_error("password1", error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the user it has just made."""
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])


class PreferencesForm(StudyOptionsForm):
    """Name, reading, the study day, how one likes to study, keys and touch."""

    day_start_minutes = TimeOfDayField(
        label="Your study day begins at",
        help_text="Until then it is still yesterday: what you study late at night"
        " counts for the day before.",
    )
    uses_single_keys = OnOffField(
        label="Single keys",
        help_text="Space turns a card, 1 to 5 rate it, Z takes a rating back. Off: the"
        " page listens to none of them.",
    )
    rates_by_swiping = OnOffField(
        label="Rate by swiping",
        help_text="On a touch screen, dragging an answer to the left rates it 2, to the"
        " right 4. The five buttons stay.",
    )

    class Meta:
        model = User
        fields = (
            "display_name",
            "theme",
            "text_size",
            "time_zone",
            "day_start_minutes",
            *OPTION_NAMES,
            "uses_single_keys",
            "rates_by_swiping",
        )
        labels = {
            "display_name": "Your name",
            "time_zone": "Time zone",
            "theme": "Colours",
            "text_size": "Size of questions and answers",
        }
        help_texts = {
            "display_name": "What others see.",
            "theme": "Of every page, on all your devices.",
            "text_size": "On cards only; the rest keeps your browser's size.",
            "time_zone": "Says which day it is for you, wherever your device is.",
        }
        widgets = {"theme": forms.RadioSelect, "text_size": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"
        self.explain(_DEFAULTS)
        if self.initial["new_card_order"] is None:
            self.initial["new_card_order"] = DEFAULT_OPTIONS.new_card_order

    def clean_display_name(self) -> str:
        return visible_name(self.cleaned_data["display_name"])


_DEFAULTS = {
    name: Fallback(f"Empty: {option_words(name, getattr(DEFAULT_OPTIONS, name))}.")
    for name in OPTION_NAMES
    if name != "new_card_order"
}
