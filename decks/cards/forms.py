"""Fields for what a writer types into a card."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from decks.cards.models import SIDE_MAX_CHARACTERS, TAG_MAX_CHARACTERS, Card

TAGS_MAX = 50
"""A card has at most so many tags."""


def refuse_unprintable(text: str) -> None:
    """No NUL, which no database keeps, and no half of a character.

    Raises ValidationError.
    """
    if "\x00" in text:
        raise ValidationError(
            "There is a NUL character in this text, which cannot be kept. "
            "Please take it out.",
            code="nul",
        )
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError(
            "There is half of a character in this text, which cannot be kept. "
            "Please take it out.",
            code="surrogate",
        )


class SideField(forms.CharField):
    """A side to the letter: blanks at its ends stay, line ends become "\\n".

    A browser sends "\\r\\n" for every line end, whatever was in the text before. The
    field has no `max_length`: a browser would cut a longer paste off without a word.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})
        # Django's own words for a NUL say nothing about what to do.
        own = (ProhibitNullCharactersValidator,)
        self.validators = [v for v in self.validators if not isinstance(v, own)]
        self.validators += [refuse_unprintable, self._refuse_long]

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def _refuse_long(self, text: str) -> None:
        if len(text) > SIDE_MAX_CHARACTERS:
            more = len(text) - SIDE_MAX_CHARACTERS
            raise ValidationError(
                f"This has {len(text):,} characters, {more:,} more than the "
                f"{SIDE_MAX_CHARACTERS:,} that fit.",
                code="max_length",
            )


class TagsField(forms.CharField):
    """Tags, one a line, as a list without doubles; empty lines are left out."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, (list, tuple)):
            value = "\n".join(value)
        lines = (line.strip() for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        super().validate(value)
        for tag in value:
            refuse_unprintable(tag)
            if len(tag) > TAG_MAX_CHARACTERS:
                raise ValidationError(
                    f"“{tag[:20]}…” has {len(tag):,} characters; a tag has at most "
                    f"{TAG_MAX_CHARACTERS}.",
                    code="max_length",
                )
        if len(value) > TAGS_MAX:
            raise ValidationError(
                f"These are {len(value):,} tags; a card has at most {TAGS_MAX}.",
                code="max_count",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class SidesForm(forms.ModelForm):  # type: ignore[type-arg]
    """A card's two sides and its tags."""

    question = SideField()
    answer = SideField(required=False)
    tags = TagsField(required=False, help_text="One a line.")

    class Meta:
        model = Card
        fields: tuple[str, ...] = ("question", "answer", "tags")


class CardForm(SidesForm):
    """The same with the card's place, for the administration."""

    class Meta(SidesForm.Meta):
        fields = ("deck", "position", "question", "answer", "tags")
