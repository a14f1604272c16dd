"""Fields for what a writer types into a card."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField

from decks.cards.models import Card


class SideField(forms.CharField):
    """A side to the letter: blanks at its ends stay, line ends become "\\n".

    A browser sends "\\r\\n" for every line end, whatever was in the text before.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TagsField(SimpleArrayField):
    """Tags, one a line; empty lines are left out."""

    def __init__(self, **kwargs: Any) -> None:
        one_tag = forms.CharField(max_length=100)
        kwargs = {"delimiter": "\n", "widget": forms.Textarea, **kwargs}
        super().__init__(one_tag, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "\n".join(line for line in value.splitlines() if line.strip())
        return super().to_python(value)


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
