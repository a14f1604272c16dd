"""What a browser sends from the study page."""

import datetime as dt
import uuid

from django import forms

from decks.cards.forms import SideField
from decks.scheduling.levels import Level
from decks.study.marks import NOTE_MAX_CHARACTERS
from decks.study.recording import SentRating

PLAIN_ANSWER_MAX_MS = 60_000
"""Without script nobody knows whether the page was looked at."""


class RatingForm(forms.Form):
    """One of five buttons, and what the page knew when it was pressed.

    `answer_ms` comes from a script, `shown_ms` (when the page was made, Unix time) from
    the server; they only feed averages and "stop after": whatever they hold, they never
    cost the rating. What is no number counts as 0.
    """

    card = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    prompt = forms.IntegerField(min_value=0, max_value=0)
    rating_id = forms.UUIDField()
    seen_reviews = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    confidence = forms.TypedChoiceField(
        coerce=lambda value: Level(int(value)),
        choices=[(level.value, level.word) for level in Level],
    )
    answer_ms = forms.CharField(required=False)
    shown_ms = forms.CharField(required=False)
    seen_at = forms.CharField(required=False)

    def sent(self, session_id: uuid.UUID, *, now: dt.datetime) -> SentRating:
        """The rating that a valid form holds."""
        fields = ("rating_id", "confidence", "seen_reviews", "prompt")
        values = {name: self.cleaned_data[name] for name in fields}
        seen_at: str = self.cleaned_data["seen_at"]
        return SentRating(
            session_id=session_id,
            answer_ms=self._answer_ms(now),
            seen_at_us=_number(seen_at) if seen_at else None,
            **values,
        )

    def _answer_ms(self, now: dt.datetime) -> int:
        """What the script measured; without one, the time since the page was made."""
        measured, shown = self.cleaned_data["answer_ms"], self.cleaned_data["shown_ms"]
        if measured or not shown:
            return _number(measured)
        since_ms = round(now.timestamp() * 1000) - _number(shown)
        return min(max(since_ms, 0), PLAIN_ANSWER_MAX_MS)


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0


class KeptForm(RatingForm):
    """A rating that the browser kept, and the session that it belongs to."""

    session = forms.UUIDField()


class UndoForm(forms.Form):
    """Which rating is to be taken back: the one that the page knew as the last."""

    rating_id = forms.UUIDField()


class MarkForm(forms.Form):
    """In which sitting a card was marked."""

    session = forms.UUIDField()


class NoteForm(forms.Form):
    """A learner's own words on a card; empty takes them away."""

    text = SideField(
        label="Your note",
        help_text="Only you see it, below the answer. Empty it to remove it.",
        max_length=NOTE_MAX_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
