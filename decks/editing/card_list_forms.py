"""Where a card is to stand, and what a tag is to be called."""

from typing import Any

from django import forms

from decks.cards.forms import refuse_unprintable
from decks.cards.models import TAG_MAX_CHARACTERS

_ID_MAX = 2**62


class PlaceForm(forms.Form):
    """A `number` from 1, a step `by` places, or the card to be `after` or `before`."""

    number = forms.IntegerField(required=False, label="Place in the deck")
    by = forms.IntegerField(required=False, min_value=-_ID_MAX, max_value=_ID_MAX)
    after = forms.IntegerField(required=False, min_value=1, max_value=_ID_MAX)
    before = forms.IntegerField(required=False, min_value=1, max_value=_ID_MAX)

    def __init__(self, *args: Any, last: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs.update({"min": 1, "max": max(last, 1)})
        self.last = last

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        others = (data.get("by"), data.get("after"), data.get("before"))
        number = data.get("number")
        if not self.errors and not any(others):
            if number is None:
                self.add_error("number", "Write a number.")
            elif not 1 <= number <= self.last:
                self.add_error("number", f"Write a number from 1 to {self.last:,}.")
        return data


class TagChangeForm(forms.Form):
    """A tag of the deck, and what it is to be called, or that it goes (`remove`)."""

    old = forms.CharField(strip=False, max_length=TAG_MAX_CHARACTERS)
    new = forms.CharField(required=False)
    remove = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        new = " ".join(data.get("new", "").split())
        refuse_unprintable(new)
        if not data.get("remove"):
            if not new:
                self.add_error("new", "Write what the tag is to be called.")
            elif len(new) > TAG_MAX_CHARACTERS:
                words = f"A tag has at most {TAG_MAX_CHARACTERS} characters."
                self.add_error("new", words)
        return data | {"new": new}
