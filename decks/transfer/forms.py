"""What somebody sends from the import page, read leniently."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict

from decks.accounts.form_parts import LineField
from decks.cards.models import Deck
from decks.transfer.formats import (
    AUTO,
    ENCODING_WORDS,
    FORMAT_WORDS,
    READERS,
    Reading,
    parse_separator,
)
from decks.transfer.formats.parsed import TITLE_MAX_CHARACTERS
from decks.transfer.preview import Choices, Kind

SHOWS = ("all", "new", "changed", "unchanged", "missing", "copy", "problems")
"""Which cards the preview lists."""

_FOUND = "Found by looking"
_HEADERS = {"yes": True, "no": False}
_SIGN_HINT = "A word such as tab or comma, or the sign itself. Empty: found by looking."
_CHOICES_MAX = 100_000
"""Characters of single choices that are read."""


class PastedField(forms.CharField):
    """Text to the letter. What is wrong in it, the reader says, with the line."""

    widget = forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "dir": "auto"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, "required": False, **kwargs})
        self.validators = []


class SignField(forms.CharField):
    """A separator: spaces count."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "separators", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attrs)
        fixed = {"strip": False, "required": False, "help_text": _SIGN_HINT}
        super().__init__(**{**fixed, "widget": widget, **kwargs})


class ImportForm(forms.Form):
    """The page's fields; `decks` are those that this person may change."""

    text = PastedField(label="Your text")
    file = forms.FileField(label="A file", required=False, allow_empty_file=True)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput)
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    deck = forms.ModelChoiceField(
        Deck.objects.none(), required=False, empty_label="A new deck", label="Into"
    )
    title = LineField(
        label="Deck name", required=False, max_length=TITLE_MAX_CHARACTERS
    )
    format = forms.ChoiceField(
        required=False,
        choices=[(AUTO, _FOUND), *((key, FORMAT_WORDS[key]) for key in READERS)],
    )
    separator = SignField(label="Between question and answer")
    row_separator = SignField(label="Between cards")
    has_header = forms.ChoiceField(
        label="First row",
        required=False,
        choices=[("", _FOUND), ("yes", "Names the columns"), ("no", "Is a card")],
    )
    encoding = forms.ChoiceField(
        required=False, choices=[("", _FOUND), *ENCODING_WORDS.items()]
    )

    def __init__(self, *args: Any, decks: QuerySet[Deck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deck"].queryset = decks  # type: ignore[attr-defined]
        for name in ("text", "file", "file_name", "draft", "form_id"):
            self.fields[name].widget.use_required_attribute = lambda _: False


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What was sent. What does not fit is as if it had not been said.

    `seen` and `seen_deck` are the marks of the plan that was shown; `suggested` is the
    deck name that the page itself had put in.
    """

    text: str
    file: "UploadedFile[Any] | None"
    file_name: str
    draft_id: uuid.UUID | None
    form_id: uuid.UUID
    deck: Deck | None
    title: str
    suggested: str
    format: str
    separator: str
    row_separator: str
    header: str
    encoding: str
    choices: Choices
    show: str
    first: int
    seen: str
    seen_deck: str

    def reading(self) -> Reading:
        """How the text is to be read. Raises NotADeck for an odd separator."""
        return Reading(
            self.format or AUTO,
            parse_separator(self.separator),
            parse_separator(self.row_separator),
            self.encoding,
            _HEADERS.get(self.header),
        )

    @property
    def has_chosen_reading(self) -> bool:
        """Whether anything of how to read was chosen, so that it stays in view."""
        chosen = self.separator, self.row_separator, self.header, self.encoding
        return any(chosen) or self.format not in ("", AUTO)


def asked_in(form: ImportForm) -> Asked:
    """The form's fields, those of the preview too, as far as they can be read."""
    form.is_valid()
    read, sent = form.cleaned_data, cast("QueryDict", form.data)
    choices = Choices(
        {kind: str(sent.get(kind.value, "")) for kind in Kind},
        dict(_single_choices(sent.getlist("choice"))),
    )
    return Asked(
        text=read.get("text") or "",
        file=read.get("file"),
        file_name=read.get("file_name") or "",
        draft_id=None if "drop" in sent else read.get("draft"),
        form_id=read.get("form_id") or uuid.uuid4(),
        deck=read.get("deck"),
        title=read.get("title") or _refused_title(form),
        suggested=str(sent.get("suggested", "")),
        format=read.get("format") or AUTO,
        separator=read.get("separator") or "",
        row_separator=read.get("row_separator") or "",
        header=read.get("has_header") or "",
        encoding=read.get("encoding") or "",
        choices=choices,
        show=sent.get("show", "") if sent.get("show") in SHOWS else SHOWS[0],
        first=_number(sent.get("first", "")),
        seen=str(sent.get("seen", "")),
        seen_deck=str(sent.get("seen_deck", "")),
    )


def _refused_title(form: ImportForm) -> str:
    """A name that does not fit, as it was typed: it is told and kept."""
    typed = str(form.data.get("title", "")) if "title" in form.errors else ""
    return " ".join(typed.replace("\x00", "").split())


def _single_choices(values: Iterable[str]) -> Iterable[tuple[str, str]]:
    """`14:keep d812:delete` as pairs."""
    for part in " ".join(values)[:_CHOICES_MAX].split():
        name, _, way = part.partition(":")
        yield name, way


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
