"""What the search page is asked for."""

from typing import Any

from django import forms

from decks.cards.wanted_words import TEXT_MAX_CHARACTERS
from decks.search.finding import SHOW_ALL, SHOWS, Asked, MyDeck

_TOO_LONG = (
    f"Search for at most {TEXT_MAX_CHARACTERS} characters. Nothing was looked for."
)
_INVISIBLE = "Take out the invisible character: it cannot be searched for."
_NUMBER_DIGITS_MAX = 9


class SearchForm(forms.Form):
    """The text, and which deck. What makes no sense of the rest counts as not asked."""

    q = forms.CharField(
        label="Search cards",
        required=False,
        max_length=TEXT_MAX_CHARACTERS,
        error_messages={
            "max_length": _TOO_LONG,
            "null_characters_not_allowed": _INVISIBLE,
        },
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    deck = forms.CharField(required=False)
    show = forms.CharField(required=False)
    start = forms.CharField(required=False)

    def __init__(self, data: Any, *, mine: list[MyDeck]) -> None:
        super().__init__(data)
        self.mine = {str(deck.deck_id): deck for deck in mine}

    def asked(self) -> Asked:
        """What is asked for; after `is_valid`."""
        given = self.cleaned_data
        deck = self.mine.get(given.get("deck", ""))
        show, start = given.get("show", ""), given.get("start", "")
        is_number = start.isdecimal() and len(start) <= _NUMBER_DIGITS_MAX
        return Asked(
            given["q"],
            deck_id=deck.deck_id if deck else None,
            show=show if show in SHOWS else SHOW_ALL,
            start=int(start) if is_number else 0,
        )
