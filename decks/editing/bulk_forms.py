"""What is to be done to which cards of a deck, and where or with which tags."""

from typing import Any

from django import forms
from django.urls import reverse

from decks.cards.forms import TagsField
from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet

ACTS = ("tag", "untag", "move", "copy", "aside", "delete")


class DeckChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Another deck, by its title."""

    def label_from_instance(self, deck: Deck) -> str:
        return deck.title


class TagForm(forms.Form):
    """Which tags to give to the cards, or to take off them."""

    tags = TagsField(
        help_text="One a line.",
        error_messages={"required": "Write at least one tag."},
    )

    def __init__(self, *args: Any, deck: Deck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = self.fields["tags"].widget.attrs
        options = reverse("tag_options", args=[deck.pk])
        attrs.update({"rows": 3, "data-tags": options, "autofocus": True})


class TargetForm(forms.Form):
    """Which deck to move or to copy the cards to."""

    to = DeckChoice(
        queryset=Deck.objects.none(),
        label="Deck",
        empty_label="Choose a deck",
        error_messages={
            "required": "Choose a deck.",
            "invalid_choice": "That deck is not there any more. Choose another one.",
        },
    )

    def __init__(self, *args: Any, decks: DeckQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = decks  # type: ignore[attr-defined]
