"""Choosing what to study."""

from collections.abc import Sequence
from typing import Any

from django import forms

from decks.study.models import Enrolment, StudySession
from decks.study.selections import CHOOSABLE, MINUTES_MAX, Selection

_KINDS = (
    (StudySession.Kind.REVIEW.value, "Study what is due of them"),
    (StudySession.Kind.CRAM.value, "Practise all of them; the schedule stays as it is"),
    (StudySession.Kind.BROWSE.value, "Browse: turn cards without rating"),
)


class ChooseForm(forms.Form):
    """Decks, cards of them, how, and for how long."""

    decks = forms.TypedMultipleChoiceField(
        label="Decks",
        help_text="Choose none for all of your decks.",
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": "One of these decks is no longer yours. Choose again."
        },
        widget=forms.CheckboxSelectMultiple,
    )
    tags = forms.MultipleChoiceField(
        label="Tags",
        help_text="Only cards with one of these.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cards = forms.ChoiceField(
        label="Cards", choices=CHOOSABLE, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label="How", choices=_KINDS, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="Stop after",
        help_text="Minutes spent on cards. Leave empty to go on until all are done.",
        required=False,
        min_value=1,
        max_value=MINUTES_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,
        enrolments: Sequence[Enrolment],
        tags: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        decks = [(row.deck_id, row.deck.title) for row in enrolments]
        self.fields["decks"].choices = decks  # type: ignore[attr-defined]
        self.fields["tags"].choices = [(tag, tag) for tag in tags]  # type: ignore[attr-defined]
        if not tags:
            del self.fields["tags"]
        if len(decks) < 2:
            del self.fields["decks"]

    def selection(self) -> Selection:
        """What a valid form asks for."""
        chosen = self.cleaned_data
        return Selection(
            deck_ids=tuple(chosen.get("decks", ())),
            tags=tuple(chosen.get("tags", ())),
            cards=chosen["cards"],
            kind=chosen["kind"],
            minutes=chosen["minutes"],
        )
