"""Forms in which somebody suggests something, and in which an editor answers."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from decks.cards.forms import refuse_unprintable
from decks.cards.models import Card
from decks.cards.writing import Sides
from decks.editing.card_forms import CardTextForm
from decks.talk.models import REASON_MAX_CHARACTERS, Suggestion

_VERSION_MAX = 2**31 - 1
_NO_REASON = "Say why, or where it is from."
_NO_ANSWER = "Press one of the buttons below."
UNCHANGED = "Nothing is changed yet."
SAID_ALREADY = "The card was changed meanwhile: it says just this already."


class WordsField(forms.CharField):
    """A few sentences, at most REASON_MAX_CHARACTERS.

    Without a `max_length`: a browser would cut a longer paste off without a word.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [refuse_unprintable, _refuse_long]
        self.widget.attrs.update({"rows": 2, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _refuse_long(text: str) -> None:
    if len(text) > REASON_MAX_CHARACTERS:
        more = len(text) - REASON_MAX_CHARACTERS
        raise ValidationError(
            f"This has {len(text):,} characters, {more:,} more than the "
            f"{REASON_MAX_CHARACTERS:,} that fit.",
            code="max_length",
        )


def _reason(hint: str) -> WordsField:
    return WordsField(
        label="Reason or source",
        help_text=hint,
        error_messages={"required": _NO_REASON},
    )


def _number(most: int = _VERSION_MAX) -> forms.IntegerField:
    return forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=most
    )


class SentOnce(forms.Form):
    """A form that has its effect once, however often it is sent."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_form_id(self) -> uuid.UUID:
        """A form without an id is one that was sent once."""
        return self.cleaned_data["form_id"] or uuid.uuid4()


class SuggestTextForm(CardTextForm, SentOnce):
    """What a card should say, and why.

    Of a change `card` is the card as it is now, `version` the one that was seen, `deck`
    where it was; `seen` names the text that a suggestion had when its author began to
    change it.
    """

    reason = _reason("Why this is better, or where it can be looked up.")
    version = _number()
    deck = _number(2**62)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    together = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, card: Card | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card

    def clean(self) -> dict[str, Any]:
        """A change changes something, unless it asks others how to put it."""
        data = super().clean() or self.cleaned_data
        if self.card is None or self.errors or data["together"]:
            return data
        if as_sent(self.sides) == as_sent(sides_of(self.card)):
            is_seen = data["version"] == self.card.version
            raise ValidationError(UNCHANGED if is_seen else SAID_ALREADY, code="same")
        return data


class RemovalForm(SentOnce):
    """Why a card should go; `version` is the one that was seen."""

    reason = _reason("Why it should go, or where that can be looked up.")
    version = _number()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class AnswerForm(CardTextForm):
    """An editor's answer: `do` is what, `words` what they say to it.

    The text counts where it is to be accepted with changes. `seen` and `seen_version`
    name the suggested text and the card that the page showed.
    """

    DO = ("accept", "as_suggested", "change", "decline")

    do = forms.ChoiceField(
        choices=[(do, do) for do in DO],
        label="Accept or decline",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _NO_ANSWER),
    )
    words = WordsField(
        label="A word to its author",
        required=False,
        help_text="They are told your answer and this.",
    )
    seen_version = _number()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, deck=suggestion.deck, **kwargs)
        self.suggestion = suggestion
        self.fields["question"].widget.attrs.pop("autofocus")
        for name in ("question", "answer", "tags"):
            # A browser that fills in anew what was typed here once would mislead.
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if suggestion.kind == Suggestion.Kind.REMOVAL:
            self.fields = {n: self.fields[n] for n in _ANSWER if n in self.fields}

    def clean(self) -> dict[str, Any]:
        """Text that is not asked for has no mistakes."""
        data = super().clean() or self.cleaned_data
        wants_text = data.get("do") == "change" or self._wrote_something_else()
        if not wants_text:
            for name in ("question", "answer", "tags"):
                self.errors.pop(name, None)
        elif data.get("do") == "accept" and not self.errors:
            raise ValidationError(
                "You wrote other text below. Accept it with your changes, or accept "
                "what was suggested.",
                code="which",
            )
        return data

    def _wrote_something_else(self) -> bool:
        """Whether Accept was pressed beside text fields that say something else."""
        return self.cleaned_data.get("do") == "accept" and self.has_own_text

    @property
    def has_own_text(self) -> bool:
        """Whether the text fields were sent along and are not as suggested."""
        if "question" not in self.fields or "question" not in self.data:
            return False
        is_whole = {"question", "answer", "tags"} <= self.cleaned_data.keys()
        return not is_whole or not self.is_as_suggested

    @property
    def is_as_suggested(self) -> bool:
        """Whether the text of the fields is that of the suggestion."""
        return as_sent(self.sides) == as_sent(sides_of(self.suggestion))


_ANSWER = ("do", "words", "seen_version", "seen")


def sides_of(text: Card | Suggestion) -> Sides:
    """The text of a card or a suggestion."""
    return Sides(text.question, text.answer, tuple(text.tags))


def as_sent(sides: Sides) -> Sides:
    """The text as a browser sends it: it has one kind of line ends."""
    question, answer = (
        side.replace("\r\n", "\n").replace("\r", "\n")
        for side in (sides.question, sides.answer)
    )
    return Sides(question, answer, sides.tags)
