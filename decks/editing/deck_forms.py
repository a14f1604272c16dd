"""Fields for what a writer says of a deck."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst

from decks.accounts.form_parts import FormIdForm, LineField
from decks.cards.languages import LANGUAGES, language_code
from decks.cards.models import LANGUAGE, Deck

DESCRIPTION_MAX_CHARACTERS = 5000

VISIBILITIES = {
    Deck.Visibility.PRIVATE: "Private: only you see it.",
    Deck.Visibility.UNLISTED: (
        "Anyone with the link: whoever has it may look in and study. It is in no list."
    ),
    Deck.Visibility.PUBLIC: (
        "Public: everyone finds it among the public decks and may study it."
    ),
}
"""Each visibility with what it means."""

SETTINGS = (
    "title",
    "description",
    "question_lang",
    "answer_lang",
    "visibility",
    "allows_export",
)
"""What the page of a deck's settings changes."""


_TAKEN_DOWN = (
    "This deck was taken down by whoever runs this site: it stays private until they "
    "let you open it again."
)


class SeenField(forms.JSONField):
    """What a page showed; nesting or numbers that no page of ours makes are refused."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError("Not what the page showed.") from error


class LanguageField(forms.CharField):
    """A language as a code or by its name; gives the code, or '' for none."""

    widget = forms.TextInput(attrs={"list": "languages", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        words = "A name from the list, or a code such as de or pt-BR."
        super().__init__(
            **{"required": False, "max_length": 35, "help_text": words, **kwargs}
        )

    def to_python(self, value: Any) -> str:
        return language_code(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return LANGUAGES.get(value, value)

    # A name that is not in the list would pass for one of the longer codes, which
    # nobody has registered.
    default_validators = [
        RegexValidator(r"\A[a-z]{2,3}(-|\Z)", LANGUAGE.message),
        LANGUAGE,
    ]


class DeckForm(forms.Form):
    """What a new deck is made of, and whether its cards are to be imported."""

    title = LineField(
        max_length=200, error_messages={"required": "Give the deck a title."}
    )
    description = forms.CharField(
        required=False,
        max_length=DESCRIPTION_MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What it is about, for whoever looks for it.",
    )
    question_lang = LanguageField(label="Language of the questions")
    answer_lang = LanguageField(label="Language of the answers")
    visibility = forms.ChoiceField(
        label="Who may see it",
        choices=list(VISIBILITIES.items()),
        initial=Deck.Visibility.PRIVATE,
        widget=forms.RadioSelect,
    )

    def clean_description(self) -> str:
        """Line ends as "\\n", whatever the browser sent."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")


class NewDeckForm(DeckForm, FormIdForm):
    """A new deck's fields with the form's id."""


class DeckSettingsForm(DeckForm):
    """A deck's settings, with what they were when the page was made.

    A setting that this editor did not touch is left as it is by now; one that somebody
    else changed meanwhile too is an error at its field, once. `losing` is how many
    learners the editor knows will lose the deck.
    """

    allows_export = forms.BooleanField(
        label="Others who may read it may save it as a file or make their own copy",
        required=False,
    )
    seen = SeenField(widget=forms.HiddenInput)
    losing = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, initial=0
    )

    def __init__(self, data: Any, *, deck: Deck) -> None:
        self.now = {name: getattr(deck, name) for name in SETTINGS}
        super().__init__(data, initial={**self.now, "seen": self.now})
        self.is_taken_down = deck.taken_down_at is not None
        if self.is_taken_down:
            self.fields["visibility"] = _only_private()

    def clean_seen(self) -> dict[str, Any]:
        """What the page said; anything else is taken for a page made just now."""
        seen = self.cleaned_data["seen"]
        known = isinstance(seen, dict) and seen.keys() == self.now.keys()
        return seen if known else self.now

    def clean(self) -> None:
        """Refuse, once, a setting that somebody else gave another value meanwhile."""
        seen = self.cleaned_data.get("seen", self.now)
        for name in self.changes:
            now = self.now[name]
            if now not in (seen[name], self.cleaned_data[name]):
                self.add_error(name, _changed_words(name, now))

    @property
    def changes(self) -> dict[str, Any]:
        """The settings that this editor changed, by name."""
        seen = self.cleaned_data.get("seen", self.now)
        return {
            name: self.cleaned_data[name]
            for name in SETTINGS
            if name in self.cleaned_data and self.cleaned_data[name] != seen[name]
        }

    def ask_again(self, **hidden: Any) -> None:
        """Let the page, shown once more, know what holds by now."""
        seen = self.fields["seen"].prepare_value(self.now)
        given = {name: str(value) for name, value in hidden.items()}
        if self.is_taken_down:
            given["visibility"] = Deck.Visibility.PRIVATE
        self.data = {**dict(self.data.items()), "seen": seen, **given}


def _only_private() -> forms.ChoiceField:
    private = Deck.Visibility.PRIVATE
    return forms.ChoiceField(
        label="Who may see it",
        choices=[(private, VISIBILITIES[private])],
        widget=forms.RadioSelect,
        help_text=_TAKEN_DOWN,
        error_messages={"invalid_choice": "It stays private until then."},
    )


def _changed_words(name: str, now: Any) -> str:
    if name == "visibility":
        now = Deck.Visibility(now).label
    elif name == "allows_export":
        now = "yes" if now else "no"
    what = f"Meanwhile this was changed to “{str(now)[:200]}”."
    if now == "":
        what = "Meanwhile this was emptied."
    return capfirst(f"{what} Save again to put yours in its place.")
