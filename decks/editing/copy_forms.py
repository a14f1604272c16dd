"""What an editor sends about a pair of cards that look like copies."""

from typing import Any

from django import forms

from decks.cards.models import Card
from decks.editing.card_forms import CardTextForm
from decks.editing.copy_joining import joined_words
from decks.editing.copy_merging import Seen, joined_tags
from decks.editing.models import LikelyCopy

_ID_MAX = 2**63 - 1
_VERSION_MAX = 2**31 - 1


class VersionsForm(forms.Form):
    """The two cards as the page showed them."""

    earlier_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=_VERSION_MAX
    )
    later_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=_VERSION_MAX
    )

    def seen(self, pair: LikelyCopy) -> tuple[Seen, Seen]:
        """The earlier and the later card, of a valid form."""
        return (
            Seen(pair.earlier_id, self.cleaned_data["earlier_version"]),
            Seen(pair.later_id, self.cleaned_data["later_version"]),
        )


class KeepForm(VersionsForm):
    """Which of the two stays."""

    keep = forms.IntegerField(min_value=1, max_value=_ID_MAX)

    def choice(self, pair: LikelyCopy) -> tuple[Seen, Seen] | None:
        """The card that stays and the one that goes; None where it is neither."""
        earlier, later = self.seen(pair)
        keep = self.cleaned_data["keep"]
        if keep == earlier.card_id:
            return earlier, later
        return (later, earlier) if keep == later.card_id else None


class WriteOneForm(VersionsForm, CardTextForm):
    """One card out of two, as typed. Both are read first: nothing takes the focus."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].widget.attrs.pop("autofocus", None)


def both_texts(earlier: Card, later: Card) -> dict[str, Any]:
    """What the form begins with: each side once where one says all of it."""
    return {
        "question": joined_words(earlier.question, later.question),
        "answer": joined_words(earlier.answer, later.answer),
        "tags": list(joined_tags(earlier, later)),
        **versions_of(earlier, later),
    }


def versions_of(earlier: Card, later: Card) -> dict[str, int]:
    """The two cards as they are now."""
    return {"earlier_version": earlier.version, "later_version": later.version}


class PlaceForm(forms.Form):
    """Where on which page the button stood, so that the next pair gets the focus."""

    page = forms.IntegerField(min_value=1, max_value=_VERSION_MAX, required=False)
    at = forms.IntegerField(min_value=0, max_value=100, required=False)
    deck = forms.IntegerField(min_value=1, max_value=_ID_MAX, required=False)
