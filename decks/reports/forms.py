"""In which somebody reports a deck."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from decks.cards.forms import refuse_unprintable
from decks.reports.models import WORDS_MAX_CHARACTERS, DeckReport


class ReportForm(forms.Form):
    """Why, and in their own words what it is about."""

    reason = forms.ChoiceField(
        label="What is wrong with this deck?",
        choices=DeckReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )
    words = forms.CharField(
        label="In your words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Which card it is about, whose work it is, what harm it does.",
    )

    def clean_words(self) -> str:
        """Not too long: a browser must not cut it."""
        words = str(self.cleaned_data["words"]).replace("\r\n", "\n")
        refuse_unprintable(words)
        more = len(words) - WORDS_MAX_CHARACTERS
        if more > 0:
            raise ValidationError(
                f"This has {len(words):,} characters, {more:,} more than the "
                f"{WORDS_MAX_CHARACTERS:,} that fit."
            )
        return words

    def clean(self) -> dict[str, Any] | None:
        """Something else has to be said in words."""
        given = super().clean()
        is_other = self.cleaned_data.get("reason") == DeckReport.Reason.OTHER
        if is_other and self.cleaned_data.get("words") == "":
            self.add_error("words", "Say in a few words what it is.")
        return given
