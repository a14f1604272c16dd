"""What an owner says of a link or a mail."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from decks.groups.addresses import addresses_in
from decks.groups.models import Role

ROLES = [
    (Role.MEMBER.value, "Member: studies, suggests, comments"),
    (Role.EDITOR.value, "Editor: also edits the decks that editors may edit"),
]
"""What an invitation may make of somebody: never an owner."""

LASTING: dict[str, dt.timedelta | None] = {
    "1": dt.timedelta(days=1),
    "7": dt.timedelta(days=7),
    "30": dt.timedelta(days=30),
    "none": None,
}
_LASTING_WORDS = {"1": "1 day", "7": "7 days", "30": "30 days", "none": "No end"}

USES_MOST: Final = 10_000
AT_ONCE: Final = 20
_ADDRESS_MAX_CHARACTERS = 254
_SHOWN = 3


class RoleForm(forms.Form):
    """What whoever comes may do."""

    role = forms.ChoiceField(
        label="They join as", choices=ROLES, initial=Role.MEMBER.value
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class LinkForm(RoleForm):
    """A new link; `lasts` is a time, None without an end."""

    lasts = forms.ChoiceField(
        label="It works for", choices=list(_LASTING_WORDS.items()), initial="7"
    )
    max_uses = forms.IntegerField(
        label="How many may join by it",
        required=False,
        min_value=1,
        max_value=USES_MOST,
        help_text="Leave it empty for no limit.",
        widget=forms.NumberInput(attrs={"list": "uses", "inputmode": "numeric"}),
    )

    def clean_lasts(self) -> dt.timedelta | None:
        return LASTING[self.cleaned_data["lasts"]]


class MailForm(RoleForm):
    """Addresses to write to, each once, in lower case."""

    addresses = forms.CharField(
        label="E-mail addresses",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=f"One on each line, or with commas between. At most {AT_ONCE}.",
        error_messages={"required": "Write at least one address."},
    )
    field_order = ("addresses", "role")

    def clean_addresses(self) -> list[str]:
        found = addresses_in(self.cleaned_data["addresses"])
        wrong = [word for word in found if not _is_address(word)]
        if wrong:
            raise ValidationError(_wrong_words(wrong))
        if not found:
            raise ValidationError("Write at least one address.")
        if len(found) > AT_ONCE:
            words = f"These are {len(found)} addresses. Write to {AT_ONCE} at a time."
            raise ValidationError(words)
        return found


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return len(word) <= _ADDRESS_MAX_CHARACTERS


def _wrong_words(wrong: list[str]) -> str:
    """Names the first few; what was typed stays in the field for the rest."""
    shown = ", ".join(f"“{word[:60]}”" for word in wrong[:_SHOWN])
    more = len(wrong) - _SHOWN
    if more > 0:
        shown = f"{shown} and {more} more"
    is_one = len(wrong) == 1
    return f"{shown} {'is not an address' if is_one else 'are not addresses'}."


class AnswerForm(forms.Form):
    """One of a few answers, by the button that was pressed."""

    def __init__(self, data: Any, *, answers: tuple[str, ...]) -> None:
        super().__init__(data)
        choices = [(answer, answer) for answer in answers]
        self.fields["answer"] = forms.ChoiceField(choices=choices)
