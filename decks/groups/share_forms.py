"""With which group a deck is shared, or which deck with a group, and what for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet
from decks.groups.models import StudyGroup

RIGHTS = [("study", "Can study"), ("edit", "Can edit")]
"""What a group may do with a deck: its members study it, or its editors edit it too."""


class RightsForm(forms.Form):
    """What the group may do with the deck."""

    rights = forms.ChoiceField(
        choices=RIGHTS,
        initial="study",
        label="What the group may do",
        help_text=(
            "Members study it. With “Can edit” the group’s owners and editors may "
            "change its cards too."
        ),
    )

    @property
    def editors_may_edit(self) -> bool:
        """Of a valid form."""
        return bool(self.cleaned_data["rights"] == "edit")


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A group, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AddGroupForm(RightsForm):
    """Which group of one's own shall have the deck."""

    group = GroupField(
        queryset=StudyGroup.objects.none(),
        label="Add a group",
        empty_label="Choose a group",
        error_messages={
            "required": "Choose a group.",
            "invalid_choice": "You are not in that group any more. Choose another one.",
        },
    )

    def __init__(self, *args: Any, groups: QuerySet[StudyGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class AddDeckForm(RightsForm):
    """Which deck of one's own the group shall have."""

    deck = forms.ModelChoiceField(
        queryset=Deck.objects.none(),
        error_messages={
            "required": "Choose a deck.",
            "invalid_choice": "That deck is not yours to share any more.",
        },
    )

    def __init__(self, *args: Any, decks: DeckQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deck"].queryset = decks  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """What is looked for among one's decks."""

    q = forms.CharField(required=False, max_length=200)


class StepForm(forms.Form):
    """How many places down a deck goes, up where negative."""

    by = forms.IntegerField(min_value=-500, max_value=500)
