"""How much a group sees of one's study: the choice, in words."""

from django import forms

from decks.groups.models import Seen

MEANINGS = {
    Seen.HIDDEN: "Nothing of your study is shown or counted here.",
    Seen.COUNTED: (
        "Your reviews and ratings go into the group’s sums, and only into sums of "
        "three people or more."
    ),
    Seen.NAMED: (
        "Members see this week’s reviews, recall and streak beside your name. Your "
        "ratings go into the sums."
    ),
}
"""Each choice with what it means; `templates/groups/_seen_choice.html` shows both."""


class SeenForm(forms.Form):
    """Hidden, counted or named, by whoever it is about."""

    seen = forms.ChoiceField(
        label="What the group sees of your study",
        choices=Seen.choices,
        initial=Seen.COUNTED,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """Value, word and meaning of each, for the page."""
        return [(str(s), str(s.label), MEANINGS[s]) for s in Seen]

    @property
    def chosen(self) -> str:
        """What is marked when the page opens, or was sent."""
        return str(self["seen"].value() or "")
