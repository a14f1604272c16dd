"""Forms in which a card is written."""

import uuid
from typing import Any

from django import forms
from django.urls import reverse

from decks.cards.forms import SideField, TagsField
from decks.cards.models import Card, Deck
from decks.cards.writing import Sides


class CardTextForm(forms.Form):
    """Question, answer and tags of a card of this deck, as typed."""

    question = SideField(
        error_messages={"required": "Write a question: a card cannot go without."}
    )
    answer = SideField(required=False)
    tags = TagsField(required=False, help_text="One a line.")

    def __init__(self, *args: Any, deck: Deck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = {"question": deck.question_lang, "answer": deck.answer_lang}
        for name, language in languages.items():
            attrs = self.fields[name].widget.attrs
            attrs.update({"rows": 3 if name == "question" else 6, "dir": "auto"})
            if language:
                attrs["lang"] = language
        self.fields["question"].widget.attrs["autofocus"] = True
        attrs = self.fields["tags"].widget.attrs
        attrs["rows"] = 2
        if deck.pk:
            attrs["data-tags"] = reverse("tag_options", args=[deck.pk])

    def clean_question(self) -> str:
        """Blanks alone are no question."""
        question: str = self.cleaned_data["question"]
        if not question.strip():
            raise forms.ValidationError(
                "There are only blanks in the question. Write one.", code="required"
            )
        return question

    @property
    def sides(self) -> Sides:
        """What was written, of a valid form."""
        data = self.cleaned_data
        return Sides(data["question"], data["answer"], tuple(data["tags"]))


class NewCardForm(CardTextForm):
    """A card that is not there yet; `form_id` makes it come once."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_form_id(self) -> uuid.UUID:
        """A form without an id is one that was sent once."""
        return self.cleaned_data["form_id"] or uuid.uuid4()


class ChangeCardForm(CardTextForm):
    """A card's next text: `version` is the one that its writer saw, `deck` where."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )
    deck = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62
    )
    is_new_meaning = forms.BooleanField(
        required=False,
        label="This means something else now",
        help_text="It becomes new for everyone who studies it.",
    )

    def __init__(self, *args: Any, asks_meaning: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_meaning:
            del self.fields["is_new_meaning"]

    def clean_version(self) -> int:
        """None was seen where none is said."""
        return self.cleaned_data["version"] or 0


def initial_of(card: Card) -> dict[str, Any]:
    """What the form of this card begins with."""
    return {
        "question": card.question,
        "answer": card.answer,
        "tags": card.tags,
        "version": card.version,
        "deck": card.deck_id,
    }
